package dev.meerkat.fuzz.parsers;

import java.util.Set;
import java.util.SplittableRandom;

/**
 * Runs a property on many random cases. A case is made of its own seed alone, so that a failure is
 * replayed by that seed and one run. Threads: confined to one thread.
 *
 * @param target the test class, which the replaying command needs
 * @param runs how many cases
 * @param firstSeed the seed of the first case; the others follow
 * @param options what else the replaying command needs
 */
public record Campaign(Class<?> target, long runs, long firstSeed, String options) {
  /** What must hold for a case: it throws where it does not. */
  @FunctionalInterface
  public interface Property {
    void check(SplittableRandom random) throws Exception;
  }

  /**
   * A campaign of the size and seed that the system properties {@code fuzz.runs} and {@code
   * fuzz.seed} ask for; with {@code fuzz.seconds} it goes on for that long. Where nobody asks for a
   * seed, a few cases more have one that was never tried.
   *
   * @param shortRuns how many cases where nobody asks
   */
  public static Campaign of(Class<?> target, long shortRuns) {
    return new Campaign(
        target, Long.getLong("fuzz.runs", shortRuns), Long.getLong("fuzz.seed", 1), "");
  }

  /** The same on one backend; none at all where the property {@code fuzz.backends} omits it. */
  public Campaign on(String backend) {
    String wanted = System.getProperty("fuzz.backends", backend);
    return new Campaign(
        target,
        Set.of(wanted.split(",")).contains(backend) ? runs : 0,
        firstSeed,
        options + " -Dfuzz.backends=" + backend);
  }

  /** The same with one more setting that the cases depend on. */
  public Campaign with(String property, long value) {
    return new Campaign(target, runs, firstSeed, options + " -D" + property + "=" + value);
  }

  /**
   * Runs all cases.
   *
   * @throws AssertionError a case failed; its text is the line that replays it
   */
  public void run(Property property) {
    long seconds = Long.getLong("fuzz.seconds", 0);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    for (long i = 0; seconds > 0 && runs > 0 ? System.nanoTime() < end : i < runs; i++) {
      run(property, firstSeed + i);
    }
    if (Long.getLong("fuzz.seed") == null && runs > 0) {
      SplittableRandom fresh = new SplittableRandom();
      for (long i = 0; i < Math.max(1, runs / 10); i++) {
        run(property, fresh.nextLong(Long.MAX_VALUE));
      }
    }
  }

  private void run(Property property, long seed) {
    try {
      property.check(new SplittableRandom(seed));
    } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("replay with: " + replay(seed) + "\n" + e.getMessage(), e);
    }
  }

  private String replay(long seed) {
    return "mvn -pl fuzz/"
        + target.getPackageName().substring(target.getPackageName().lastIndexOf('.') + 1)
        + " -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest="
        + target.getSimpleName()
        + options
        + " -Dfuzz.runs=1 -Dfuzz.seed="
        + seed;
  }
}
