package dev.meerkat.fuzz.parsers;

import java.util.SplittableRandom;

/**
 * Runs a property on many random cases. A case is made of its own seed alone, so that a failure is
 * replayed by that seed and one run. Threads: confined to one thread.
 *
 * @param target the name of the test class, which the replaying command needs
 * @param runs how many cases
 * @param firstSeed the seed of the first case; the others follow
 */
public record Campaign(String target, long runs, long firstSeed) {
  /** What must hold for a case: it throws where it does not. */
  @FunctionalInterface
  public interface Property {
    void check(SplittableRandom random) throws Exception;
  }

  /**
   * A campaign of the size and seed that the system properties {@code fuzz.runs} and {@code
   * fuzz.seed} ask for.
   *
   * @param shortRuns how many cases where nobody asks
   */
  public static Campaign of(Class<?> target, long shortRuns) {
    return new Campaign(
        target.getSimpleName(), Long.getLong("fuzz.runs", shortRuns), Long.getLong("fuzz.seed", 1));
  }

  /**
   * Runs all cases.
   *
   * @throws AssertionError a case failed; its text is the line that replays it
   */
  public void run(Property property) {
    for (long i = 0; i < runs; i++) {
      long seed = firstSeed + i;
      try {
        property.check(new SplittableRandom(seed));
      } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("replay with: " + replay(seed), e);
      }
    }
  }

  private String replay(long seed) {
    return "mvn -pl fuzz/parsers -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest="
        + target
        + " -Dfuzz.runs=1 -Dfuzz.seed="
        + seed;
  }
}
