package dev.meerkat.spi.storage;

import dev.meerkat.spi.Ticker;
import java.nio.file.Path;

/**
 * How an environment is opened. Threads: immutable.
 *
 * @param folder where the environment's files live; it exists and is locked by the caller
 * @param ticker the clock for background work
 * @param cacheBytes memory that the backend may use for caching pages, 1 MiB or more
 * @param logLimitBytes size above which the backend shortens its write-ahead log, 1 MiB or more
 */
public record StorageOptions(Path folder, Ticker ticker, long cacheBytes, long logLimitBytes) {
  public static final long DEFAULT_CACHE_BYTES = 256L << 20;
  public static final long DEFAULT_LOG_LIMIT_BYTES = 64L << 20;

  public StorageOptions(Path folder, Ticker ticker) {
    this(folder, ticker, DEFAULT_CACHE_BYTES, DEFAULT_LOG_LIMIT_BYTES);
  }
}
