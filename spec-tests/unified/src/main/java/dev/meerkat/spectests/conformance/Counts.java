package dev.meerkat.spectests.conformance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Verdicts, counted. Threads: confined to one thread. */
final class Counts {
  /** The head of a row of cells, without what stands to their left. */
  static final List<String> HEAD = head();

  private final Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);

  static Counts of(Collection<Verdict> verdicts) {
    Counts counts = new Counts();
    verdicts.forEach(counts::add);
    return counts;
  }

  void add(Verdict verdict) {
    counts.merge(verdict.kind(), 1, Integer::sum);
  }

  List<String> cells() {
    List<String> cells = new ArrayList<>();
    for (Verdict.Kind kind : Verdict.Kind.values()) {
      cells.add(String.format(Locale.ROOT, "%d", counts.getOrDefault(kind, 0)));
    }
    return cells;
  }

  private static List<String> head() {
    List<String> cells = new ArrayList<>();
    for (Verdict.Kind kind : Verdict.Kind.values()) {
      cells.add(kind.text());
    }
    return List.copyOf(cells);
  }
}
