package dev.meerkat.spectests.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What came of all tests on all servers. Threads: immutable.
 *
 * @param verdicts by server, in the order of the tests
 * @param corpus what became of the BSON corpus; null where it was not run
 */
record Report(
    Map<Target, Map<SpecificationTest, Verdict>> verdicts, BsonCorpus.@Nullable Result corpus) {

  static Report of(
      Map<Target, List<Suite.Run>> runs, Judge judge, BsonCorpus.@Nullable Result corpus) {
    Map<Target, Map<SpecificationTest, Verdict>> verdicts = new LinkedHashMap<>();
    runs.forEach(
        (target, suite) -> {
          Map<SpecificationTest, Verdict> one = new LinkedHashMap<>();
          for (Suite.Run run : suite) {
            one.put(run.test(), judge.judge(target.persona(), run.test(), run.outcome()));
          }
          verdicts.put(target, one);
        });
    return new Report(verdicts, corpus);
  }

  /** The tests that fail for a known reason, as the generated list has them. */
  SortedSet<String> expectedFailures() {
    SortedSet<String> lines = new TreeSet<>();
    verdicts.forEach(
        (target, tests) ->
            tests.forEach(
                (test, verdict) -> {
                  if (verdict.kind() == Verdict.Kind.EXPECTED_FAILURE) {
                    lines.add(Judge.line(target.persona(), test));
                  }
                }));
    return lines;
  }

  /** What must not be, whatever was known before. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    verdicts.forEach(
        (target, tests) ->
            tests.forEach(
                (test, verdict) -> {
                  if (verdict.kind() == Verdict.Kind.FAILED) {
                    faults.add("fails: " + at(target, test) + " -> " + verdict.said());
                  } else if (verdict.kind() == Verdict.Kind.NOT_RUN && verdict.reason() == null) {
                    faults.add(
                        "not run for no reason that is known: "
                            + at(target, test)
                            + " -> "
                            + verdict.said());
                  }
                }));
    faults.addAll(differences());
    if (corpus != null) {
      faults.addAll(corpus.failures());
    }
    return faults;
  }

  /** What the list of expected failures has otherwise. */
  List<String> changes(Set<String> known) {
    List<String> changes = new ArrayList<>();
    SortedSet<String> failing = expectedFailures();
    for (String line : failing) {
      if (!known.contains(line)) {
        changes.add("did not fail before: " + line);
      }
    }
    for (String line : known) {
      if (!failing.contains(line)) {
        changes.add("does not fail any more, write the lists anew: " + line);
      }
    }
    return changes;
  }

  /** What the list of tests that prove nothing names, and is no test of a fault any more. */
  List<String> strangers(Set<String> provingNothing) {
    Set<String> known = new HashSet<>();
    verdicts.forEach(
        (target, tests) ->
            tests.forEach(
                (test, verdict) -> {
                  if (test.evidence().hasFault() && verdict.kind() != Verdict.Kind.NOT_RUN) {
                    known.add(Judge.line(target.persona(), test));
                  }
                }));
    return provingNothing.stream()
        .filter(line -> !known.contains(line))
        .sorted()
        .map(line -> "no test of a fault that runs, run the controls again: " + line)
        .toList();
  }

  /** Backends must not differ. */
  private List<String> differences() {
    List<String> differences = new ArrayList<>();
    for (Persona persona : Persona.values()) {
      List<Target> targets =
          verdicts.keySet().stream().filter(target -> target.persona() == persona).toList();
      if (targets.isEmpty()) {
        continue;
      }
      Target first = targets.getFirst();
      tests(first)
          .forEach(
              (test, verdict) -> {
                for (Target other : targets) {
                  Verdict same = tests(other).get(test);
                  if (same == null
                      || same.kind() != verdict.kind()
                      || !Objects.equals(same.reason(), verdict.reason())) {
                    differences.add(
                        "differs: " + at(first, test) + " " + verdict + ", " + other + " " + same);
                  }
                }
              });
    }
    return differences;
  }

  Map<SpecificationTest, Verdict> tests(Target target) {
    return verdicts.getOrDefault(target, Map.of());
  }

  private static String at(Target target, SpecificationTest test) {
    return target.backend() + " " + Judge.line(target.persona(), test);
  }
}
