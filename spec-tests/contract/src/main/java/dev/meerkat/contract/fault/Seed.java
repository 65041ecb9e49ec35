package dev.meerkat.contract.fault;

import java.util.Random;

/** The seed of a random test: printed, and given again by {@code -Dmeerkat.seed}. Threads: none. */
final class Seed {
  private static final String PROPERTY = "meerkat.seed";

  private Seed() {}

  static long next(String test) {
    Long given = Long.getLong(PROPERTY);
    long seed = given == null ? new Random().nextLong() : given;
    System.out.println(test + ": replay with -D" + PROPERTY + "=" + seed);
    return seed;
  }
}
