package dev.meerkat.engine.cache;

/** One table from its creation to its drop, whatever its name was before. Threads: safe. */
final class TableLife {
  /** Of a table that is no more. */
  private static final long NEVER = Long.MAX_VALUE;

  /** Spreads tables over the places of the cache, so that they seldom share some. */
  private static final int SPREAD = 0x9E3779B9;

  private final int base;
  private volatile long since;

  TableLife(String ident) {
    this.base = ident.hashCode() * SPREAD;
  }

  /** Where the blocks of this table begin. */
  int base() {
    return base;
  }

  /** Whether a version shows this table, and no other one of its name. */
  boolean isOf(long version) {
    return version >= since;
  }

  void begins(long version) {
    since = version;
  }

  void ends() {
    since = NEVER;
  }
}
