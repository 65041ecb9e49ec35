package dev.meerkat.spectests;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the tests of the specifications went on each backend, as {@code CONFORMANCE.md} shows it.
 * Threads: confined to one thread.
 */
public final class Conformance {
  private final SortedMap<String, SortedMap<String, Tally>> tallies = new TreeMap<>();

  /** What became of one specification's tests on one backend. Threads: confined to one thread. */
  public static final class Tally {
    private int passed;
    private final SortedMap<String, String> failures = new TreeMap<>();
    private final SortedMap<String, Integer> notRun = new TreeMap<>();

    /**
     * @param test the file's name and the test's description
     */
    public void add(String test, Outcome outcome) {
      switch (outcome) {
        case Outcome.Passed _ -> passed++;
        case Outcome.Failed failed -> failures.put(test, failed.reason());
        case Outcome.NotRun reason -> notRun.merge(reason.reason(), 1, Integer::sum);
      }
    }

    /** The tests that failed, each with what was wrong. */
    public SortedMap<String, String> failures() {
      return failures;
    }
  }

  public Tally tally(String specification, String backend) {
    return tallies
        .computeIfAbsent(specification, _ -> new TreeMap<>())
        .computeIfAbsent(backend, _ -> new Tally());
  }

  /**
   * The page.
   *
   * @param known the tests that are known to fail, each with its reason
   */
  public String page(Map<String, String> known) {
    StringBuilder page = new StringBuilder();
    page.append("# Conformance\n\n");
    page.append(
        "MongoDB's own unified tests, run through the Java driver against a replica set of");
    page.append(" one on each storage\nbackend. Generated; to write it anew:\n\n");
    page.append("    mvn -pl spec-tests/unified -am verify -Dmeerkat.conformance=write\n\n");
    page.append("| specification | backend | passed | failed | not run |\n");
    page.append("| --- | --- | --- | --- | --- |\n");
    tallies.forEach(
        (specification, backends) ->
            backends.forEach(
                (backend, tally) ->
                    page.append(
                        "| %s | %s | %d | %d | %d |%n"
                            .formatted(
                                specification,
                                backend,
                                tally.passed,
                                tally.failures.size(),
                                tally.notRun.values().stream().mapToInt(n -> n).sum()))));
    page.append("\n## Known failures\n\n");
    known.forEach(
        (test, reason) -> page.append("- ").append(test).append(": ").append(reason).append('\n'));
    if (known.isEmpty()) {
      page.append("None.\n");
    }
    page.append(
        "\n## Why tests were not run\n\n| specification | reason | tests |\n| --- | --- | --- |\n");
    tallies.forEach(
        (specification, backends) ->
            backends
                .firstEntry()
                .getValue()
                .notRun
                .forEach(
                    (reason, count) ->
                        page.append("| %s | %s | %d |%n".formatted(specification, reason, count))));
    return page.toString();
  }
}
