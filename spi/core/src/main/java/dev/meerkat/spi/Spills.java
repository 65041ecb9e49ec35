package dev.meerkat.spi;

/**
 * What a stage may hold in memory, and where an operation puts documents that memory has no room
 * for. Threads: safe.
 */
public interface Spills {
  /** Bytes that a stage may hold where nobody has said otherwise. */
  long DEFAULT_LIMIT_BYTES = 100L * 1024 * 1024;

  /** Everything stays in memory. */
  Spills NONE =
      new Spills() {
        @Override
        public long memoryLimitBytes(String stage) {
          return DEFAULT_LIMIT_BYTES;
        }

        @Override
        public boolean isPossible() {
          return false;
        }

        @Override
        public SpilledRun begin() {
          throw new IllegalStateException("nowhere to spill to");
        }
      };

  /**
   * Bytes that one stage may hold before it spills, above 0.
   *
   * @param stage its wire name
   */
  long memoryLimitBytes(String stage);

  /**
   * What a server parameter allows of something else that a query heeds.
   *
   * @param standard where nobody has said otherwise
   */
  default long limit(String parameter, long standard) {
    return standard;
  }

  /** Whether there is a place outside of memory. */
  boolean isPossible();

  /**
   * Begins an empty run of documents; who begins it closes it, which frees the space. Only where it
   * {@linkplain #isPossible() is possible}.
   */
  SpilledRun begin();
}
