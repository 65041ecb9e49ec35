package dev.meerkat.crash.isolation;

import dev.meerkat.crash.load.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a history is possible under snapshot isolation: nobody has read what was not committed,
 * no two have made the same version, and there is an order of all in which each sees exactly what
 * was committed before it began. Such an order exists where no circle of dependencies is without
 * two anti-dependencies in a row; write skew is such a circle, and allowed. Threads: confined.
 *
 * @see <a href="https://doi.org/10.1145/3152396">Cerone and Gotsman: Analysing Snapshot
 *     Isolation</a>
 */
public final class IsolationCheck {
  private final Map<String, Attempt> attempts = new HashMap<>();
  private final Map<String, TreeMap<Integer, Version>> versions = new HashMap<>();
  private final Dependencies dependencies = new Dependencies();

  private IsolationCheck(Collection<Attempt> all) {
    all.forEach(attempt -> attempts.put(attempt.id(), attempt));
  }

  /**
   * @throws Violation the history is none of snapshot isolation
   */
  public static void check(Collection<Attempt> all) {
    new IsolationCheck(all).run();
  }

  private void run() {
    List<Attempt> done = new ArrayList<>();
    for (Attempt attempt : attempts.values()) {
      if (attempt.outcome() == Attempt.Outcome.COMMITTED) {
        done.add(attempt);
        attempt.writes().values().forEach(this::made);
      }
    }
    for (Attempt attempt : done) {
      for (Version read : attempt.reads()) {
        checkCommitted(attempt, read);
        made(read);
      }
    }
    done.forEach(this::dependOnReads);
    versions.values().forEach(this::dependOnWrites);
    dependOnTime(done);
    List<String> circle = dependencies.forbiddenCircle();
    Violation.require(circle.isEmpty(), () -> "no order is possible:\n" + describe(circle));
  }

  /** Notes a version; it has one maker. */
  private void made(Version version) {
    if (version.number() == 0) {
      return;
    }
    Version known =
        versions
            .computeIfAbsent(version.key(), key -> new TreeMap<>())
            .putIfAbsent(version.number(), version);
    Violation.require(
        known == null || known.by().equals(version.by()),
        () -> "an update is lost: both " + known + " and " + version);
  }

  /** What is read was committed, and is the last that its maker made of the document. */
  private void checkCommitted(Attempt reader, Version read) {
    Attempt maker = attempts.get(read.by());
    if (maker == null) {
      Violation.require(
          read.by().equals(Version.SETUP), () -> reader + " reads what nobody made: " + read);
      return;
    }
    Violation.require(
        maker.outcome() != Attempt.Outcome.ABORTED,
        () -> reader + " reads what was taken back: " + read);
    Version last = maker.writes().get(read.key());
    Violation.require(
        last == null || last.part() == read.part(),
        () -> reader + " reads " + read + " in the middle of " + maker);
  }

  private void dependOnReads(Attempt reader) {
    for (Version read : reader.reads()) {
      dependencies.sees(read.by(), reader.id());
      TreeMap<Integer, Version> all = versions.get(read.key());
      var next = all == null ? null : all.higherEntry(read.number());
      if (next != null) {
        dependencies.misses(reader.id(), next.getValue().by());
      }
    }
  }

  private void dependOnWrites(Map<Integer, Version> all) {
    String before = Version.SETUP;
    for (Version version : all.values()) {
      dependencies.sees(before, version.by());
      before = version.by();
    }
  }

  /** Who has begun after another's end sees it: through a chain of moments, one for each end. */
  private void dependOnTime(List<Attempt> done) {
    TreeMap<Long, String> moments = new TreeMap<>();
    for (Attempt attempt : done) {
      String moment = "@" + attempt.ended();
      moments.put(attempt.ended(), moment);
      dependencies.sees(attempt.id(), moment);
    }
    String before = Version.SETUP;
    for (String moment : moments.values()) {
      dependencies.sees(before, moment);
      before = moment;
    }
    for (Attempt attempt : done) {
      var earlier = moments.lowerEntry(attempt.began());
      if (earlier != null) {
        dependencies.sees(earlier.getValue(), attempt.id());
      }
    }
  }

  private String describe(List<String> circle) {
    StringBuilder text = new StringBuilder();
    for (String id : circle) {
      Attempt attempt = attempts.get(id);
      text.append("  ").append(attempt == null ? id : attempt).append('\n');
    }
    return text.toString();
  }
}
