package dev.meerkat.crash.isolation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who has seen whom, and who has missed whom. Threads: confined. */
final class Dependencies {
  private final Map<String, Set<String>> seen = new HashMap<>();
  private final Map<String, Set<String>> missed = new HashMap<>();

  /** Where one has got to: who, and whether by having missed. */
  private record Place(String who, boolean byMissing) {}

  /** The second has seen the first, or has come after it. */
  void sees(String first, String second) {
    if (!first.equals(second)) {
      seen.computeIfAbsent(first, who -> new LinkedHashSet<>()).add(second);
    }
  }

  /** The first has not seen what the second has done. */
  void misses(String first, String second) {
    if (!first.equals(second)) {
      missed.computeIfAbsent(first, who -> new LinkedHashSet<>()).add(second);
    }
  }

  /** A circle in which nobody has missed somebody who has missed somebody; empty without one. */
  List<String> forbiddenCircle() {
    Set<Place> finished = new HashSet<>();
    for (String who : seen.keySet()) {
      List<String> circle = circleFrom(new Place(who, false), finished);
      if (!circle.isEmpty()) {
        return circle;
      }
    }
    return List.of();
  }

  private List<String> circleFrom(Place start, Set<Place> finished) {
    if (finished.contains(start)) {
      return List.of();
    }
    Map<Place, Integer> depth = new HashMap<>();
    List<Place> path = new ArrayList<>();
    Deque<Iterator<Place>> pending = new ArrayDeque<>();
    enter(start, depth, path, pending);
    while (!pending.isEmpty()) {
      Iterator<Place> next = pending.getLast();
      if (!next.hasNext()) {
        Place left = path.removeLast();
        depth.remove(left);
        finished.add(left);
        pending.removeLast();
        continue;
      }
      Place place = next.next();
      Integer before = depth.get(place);
      if (before != null) {
        return path.subList(before, path.size()).stream().map(Place::who).toList();
      }
      if (!finished.contains(place)) {
        enter(place, depth, path, pending);
      }
    }
    return List.of();
  }

  private void enter(
      Place place, Map<Place, Integer> depth, List<Place> path, Deque<Iterator<Place>> pending) {
    depth.put(place, path.size());
    path.add(place);
    List<Place> next = new ArrayList<>();
    for (String who : seen.getOrDefault(place.who(), Set.of())) {
      next.add(new Place(who, false));
    }
    if (!place.byMissing()) {
      for (String who : missed.getOrDefault(place.who(), Set.of())) {
        next.add(new Place(who, true));
      }
    }
    pending.addLast(next.iterator());
  }
}
