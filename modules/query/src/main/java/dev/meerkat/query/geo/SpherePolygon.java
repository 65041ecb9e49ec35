package dev.meerkat.query.geo;

import java.util.List;

/** An area of the sphere with holes in it. Threads: immutable. */
public record SpherePolygon(Loop outer, List<Loop> holes) {
  public SpherePolygon {
    holes = List.copyOf(holes);
  }

  /**
   * @param closed whether the border belongs to the area
   */
  boolean contains(Vector point, boolean closed) {
    if (isOnBorder(point)) {
      return closed;
    }
    if (!outer.surrounds(point)) {
      return false;
    }
    for (int i = 0; i < holes.size(); i++) {
      if (holes.get(i).surrounds(point)) {
        return false;
      }
    }
    return true;
  }

  /** Radians from the nearest point of the border. */
  double borderDistance(Vector point) {
    double least = outer.distance(point);
    for (Loop hole : holes) {
      least = Math.min(least, hole.distance(point));
    }
    return least;
  }

  private boolean isOnBorder(Vector point) {
    if (outer.touches(point)) {
      return true;
    }
    for (int i = 0; i < holes.size(); i++) {
      if (holes.get(i).touches(point)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a line leaves the area nowhere. */
  boolean contains(SphereLine line) {
    for (Arc arc : line.arcs()) {
      if (!contains(arc)) {
        return false;
      }
    }
    return true;
  }

  private boolean contains(Arc arc) {
    return contains(arc.from(), true)
        && contains(arc.to(), true)
        && contains(arc.middle(), true)
        && !crosses(arc);
  }

  boolean contains(SpherePolygon other) {
    for (Arc edge : other.outer.edges()) {
      if (!contains(edge)) {
        return false;
      }
    }
    for (Loop hole : holes) {
      for (Vector inside : hole.insides()) {
        if (other.contains(inside, false)) {
          return false;
        }
      }
    }
    for (Vector inside : other.outer.insides()) {
      if (!contains(inside, true)) {
        return false;
      }
    }
    return true;
  }

  boolean meets(SphereLine line) {
    for (Arc arc : line.arcs()) {
      if (contains(arc.from(), true) || contains(arc.to(), true) || crosses(arc)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the insides have a point in common. */
  boolean meets(SpherePolygon other) {
    for (Arc edge : other.outer.edges()) {
      if (crosses(edge) || contains(edge.from(), false)) {
        return true;
      }
    }
    for (Loop hole : other.holes) {
      for (Arc edge : hole.edges()) {
        if (crosses(edge)) {
          return true;
        }
      }
    }
    for (Vector vertex : outer.vertices()) {
      if (other.contains(vertex, false)) {
        return true;
      }
    }
    return holdsInsideOf(other) || other.holdsInsideOf(this);
  }

  /** Equal areas have no vertex within each other. */
  private boolean holdsInsideOf(SpherePolygon other) {
    for (Vector inside : other.outer.insides()) {
      if (other.contains(inside, false) && contains(inside, false)) {
        return true;
      }
    }
    return false;
  }

  private boolean crosses(Arc arc) {
    if (outer.crosses(arc)) {
      return true;
    }
    for (int i = 0; i < holes.size(); i++) {
      if (holes.get(i).crosses(arc)) {
        return true;
      }
    }
    return false;
  }
}
