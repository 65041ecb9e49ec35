package dev.meerkat.spi.storage;

import dev.meerkat.spi.Ticker;
import java.nio.file.Path;

/**
 * How an environment is opened. Threads: immutable.
 *
 * @param folder where the environment's files live; it exists and is locked by the caller
 * @param ticker the clock for background work
 * @param cacheBytes memory that the backend may use for caching pages, {@value #LEAST_BYTES} or
 *     more
 * @param logLimitBytes size above which the backend shortens its write-ahead log, {@value
 *     #LEAST_BYTES} or more
 * @param maxBytes bytes that the environment may take before writes that need more are refused with
 *     {@link StorageException.OutOfSpace}, or {@link #UNLIMITED}; the backend rounds it to its own
 *     units. Reads go on, and so do deletes and drops as far as they need no space themselves.
 */
public record StorageOptions(
    Path folder, Ticker ticker, long cacheBytes, long logLimitBytes, long maxBytes) {
  /** A smaller cache or limit lets no backend work. */
  public static final long LEAST_BYTES = 1L << 20;

  public static final long DEFAULT_CACHE_BYTES = 256L << 20;
  public static final long DEFAULT_LOG_LIMIT_BYTES = 64L << 20;

  /** As many bytes as the disk, or the memory, holds. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  public StorageOptions {
    if (cacheBytes < LEAST_BYTES || logLimitBytes < LEAST_BYTES || maxBytes < LEAST_BYTES) {
      throw new IllegalArgumentException("caches and limits have 1 MiB or more");
    }
  }

  public StorageOptions(Path folder, Ticker ticker, long cacheBytes, long logLimitBytes) {
    this(folder, ticker, cacheBytes, logLimitBytes, UNLIMITED);
  }

  public StorageOptions(Path folder, Ticker ticker) {
    this(folder, ticker, DEFAULT_CACHE_BYTES, DEFAULT_LOG_LIMIT_BYTES);
  }

  /** These options with another {@link #cacheBytes}, {@link #LEAST_BYTES} where it is less. */
  public StorageOptions withCacheBytes(long wanted) {
    return new StorageOptions(
        folder, ticker, Math.max(LEAST_BYTES, wanted), logLimitBytes, maxBytes);
  }

  /** These options with another {@link #maxBytes}. */
  public StorageOptions withMaxBytes(long limit) {
    return new StorageOptions(folder, ticker, cacheBytes, logLimitBytes, limit);
  }
}
