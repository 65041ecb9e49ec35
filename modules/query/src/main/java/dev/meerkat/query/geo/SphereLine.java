package dev.meerkat.query.geo;

import java.util.ArrayList;
import java.util.List;

/** A line of arcs. Threads: immutable. */
public record SphereLine(List<Arc> arcs) {
  /**
   * @param vertices two or more, no two neighbours equal
   */
  static SphereLine of(List<Vector> vertices) {
    List<Arc> arcs = new ArrayList<>(vertices.size() - 1);
    for (int i = 1; i < vertices.size(); i++) {
      arcs.add(new Arc(vertices.get(i - 1), vertices.get(i)));
    }
    return new SphereLine(List.copyOf(arcs));
  }

  /** Radians from the nearest point of the line. */
  double distance(Vector point) {
    double least = Math.PI;
    for (int i = 0; i < arcs.size(); i++) {
      least = Math.min(least, arcs.get(i).distance(point));
    }
    return least;
  }

  boolean touches(Vector point) {
    for (int i = 0; i < arcs.size(); i++) {
      if (arcs.get(i).touches(point)) {
        return true;
      }
    }
    return false;
  }

  boolean meets(SphereLine other) {
    for (Arc arc : arcs) {
      for (Arc otherArc : other.arcs) {
        if (arc.meets(otherArc)) {
          return true;
        }
      }
    }
    return false;
  }
}
