package dev.meerkat.query.geo;

import java.util.ArrayList;
import java.util.List;

/**
 * A closed line that does not cross itself; its inside lies to the left. Threads: immutable.
 *
 * @param insides some points of the inside, from which others are found
 */
public record Loop(List<Vector> vertices, List<Arc> edges, List<Vector> insides) {
  /** So many points of the inside are looked for. */
  private static final int INSIDES = 8;

  /**
   * @param vertices three or more, each once
   */
  static Loop of(List<Vector> vertices) {
    List<Arc> edges = new ArrayList<>(vertices.size());
    for (int i = 0; i < vertices.size(); i++) {
      edges.add(new Arc(vertices.get(i), vertices.get((i + 1) % vertices.size())));
    }
    return new Loop(List.copyOf(vertices), List.copyOf(edges), insides(edges));
  }

  /** Of the two areas that the loop separates, the inside becomes the smaller one. */
  Loop normalized() {
    double turn = 0;
    for (int i = 0; i < edges.size(); i++) {
      Arc edge = edges.get(i);
      Arc next = edges.get((i + 1) % edges.size());
      double angle = edge.normal().angle(next.normal());
      turn += edge.side(next.to()) < 0 ? -angle : angle;
    }
    return turn < 0 ? of(vertices.reversed()) : this;
  }

  /** Points to the left of edges, half way to whatever is next there. */
  private static List<Vector> insides(List<Arc> edges) {
    List<Vector> insides = new ArrayList<>();
    for (int i = 0; i < edges.size() && insides.size() < INSIDES; i++) {
      Arc edge = edges.get(i);
      Vector middle = edge.middle();
      double room = Math.min(0.1, edge.length() / 2);
      for (int k = 0; k < edges.size(); k++) {
        if (k != i) {
          room = Math.min(room, edges.get(k).distance(middle));
        }
      }
      if (room > 0) {
        Vector left = edge.normal();
        insides.add(middle.plus(left.times(room / 2)).normalized());
      }
    }
    return List.copyOf(insides);
  }

  /** Radians from the nearest point of an edge. */
  double distance(Vector point) {
    double least = Math.PI;
    for (int i = 0; i < edges.size(); i++) {
      least = Math.min(least, edges.get(i).distance(point));
    }
    return least;
  }

  /** Whether an edge comes nearer to a point than what can be told apart. */
  boolean touches(Vector point) {
    for (int i = 0; i < edges.size(); i++) {
      if (edges.get(i).touches(point)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a point that no edge touches lies inside. */
  boolean surrounds(Vector point) {
    for (int i = 0; i < insides.size(); i++) {
      int crossed = crossed(new Arc(insides.get(i), point));
      if (crossed >= 0) {
        return crossed % 2 == 0;
      }
    }
    return false;
  }

  /** How many edges a way crosses, or -1 where that is not sure: it goes through a vertex. */
  private int crossed(Arc way) {
    if (way.length() > Math.PI - 1e-6) {
      return -1;
    }
    int crossed = 0;
    for (int i = 0; i < edges.size(); i++) {
      Arc edge = edges.get(i);
      if (Math.abs(way.side(edge.from())) < 1e-13 && way.distance(edge.from()) < 1e-12) {
        return -1;
      }
      if (way.crosses(edge)) {
        crossed++;
      }
    }
    return crossed;
  }

  /** Whether two edges cross, or two that are no neighbours touch. */
  boolean crossesItself() {
    for (int i = 0; i < edges.size(); i++) {
      for (int k = i + 2; k < edges.size(); k++) {
        boolean areNeighbours = i == 0 && k == edges.size() - 1;
        if (!areNeighbours && edges.get(i).crosses(edges.get(k))) {
          return true;
        }
      }
    }
    return false;
  }

  boolean crosses(Arc arc) {
    for (int i = 0; i < edges.size(); i++) {
      if (edges.get(i).crosses(arc)) {
        return true;
      }
    }
    return false;
  }
}
