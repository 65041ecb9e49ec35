package dev.meerkat.spi;

/** Where an operation puts documents that its memory has no room for. Threads: safe. */
public interface Spills {
  /** Bytes that one stage may hold before it spills, above 0. */
  long memoryLimitBytes();

  /** Begins an empty run of documents; who begins it closes it, which frees the space. */
  SpilledRun begin();
}
