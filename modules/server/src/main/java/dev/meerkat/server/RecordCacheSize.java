package dev.meerkat.server;

/** How much memory records get that are read again. */
final class RecordCacheSize {
  private static final long MOST_BYTES = 256L << 20;

  /** The cache takes one part in so many of the heap: what is left is for those who work. */
  private static final int HEAP_SHARE = 8;

  private RecordCacheSize() {}

  static long bytes() {
    return Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }
}
