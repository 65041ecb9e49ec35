package dev.meerkat.query.regex;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which number each group of a PCRE pattern has in Java's. They differ where the translation needs
 * groups of its own: an empty one behind each group that a condition asks about, which matches
 * there and only there where the other has taken part, and an empty one for each {@code \K}.
 * References may point forward, so a pattern that has any is translated again with the numbers of
 * the run before. Threads: confined to one operation; read only afterwards.
 */
final class PcreGroups {
  private final @Nullable PcreGroups before;

  /** Java's number of each group, and of its witness or 0. */
  private final List<Integer> numbers = new ArrayList<>();

  private final List<Integer> witnesses = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();

  /** Groups that a condition asks about. */
  private final Set<Integer> asked = new TreeSet<>();

  private boolean refers;
  private int inJava;

  PcreGroups(@Nullable PcreGroups before) {
    this.before = before;
  }

  /** Whether numbers were asked for that this run did not know yet. */
  boolean isPreliminary() {
    return refers
        && (before == null
            || !before.numbers.equals(numbers)
            || !before.witnesses.equals(witnesses));
  }

  /** A group opens; its number in PCRE. */
  int open() {
    numbers.add(++inJava);
    witnesses.add(0);
    return numbers.size();
  }

  /** The last group opened has a name; false where another has it. */
  boolean name(String name) {
    return names.put(name, numbers.size()) == null;
  }

  boolean needsWitness(int group) {
    return before != null && before.asked.contains(group);
  }

  /** An empty group is written behind a group, to tell that it took part. */
  void witness(int group) {
    witnesses.set(group - 1, ++inJava);
  }

  /** An empty group is written where the match is to begin. */
  void start() {
    starts.add(++inJava);
  }

  /** How many groups have been opened. */
  int opened() {
    return numbers.size();
  }

  /** How many groups the whole pattern has; what is known of it in the first run. */
  int total() {
    refers = true;
    return before == null ? Integer.MAX_VALUE : before.numbers.size();
  }

  /** The group of a name, or 0 where there is none; any in the first run. */
  int named(String name) {
    refers = true;
    return before == null ? 1 : before.names.getOrDefault(name, 0);
  }

  /** Java's number of a group, for a reference to it. */
  int inJava(int group) {
    refers = true;
    return before == null || before.numbers.size() < group ? 1 : before.numbers.get(group - 1);
  }

  /** Java's number of the group that tells whether another took part. */
  int witnessInJava(int group) {
    refers = true;
    asked.add(group);
    return before == null || before.witnesses.size() < group
        ? 1
        : Math.max(1, before.witnesses.get(group - 1));
  }

  int[] numbers() {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  int[] starts() {
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }
}
