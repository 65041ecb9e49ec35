package dev.meerkat.server;

import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The storage, which is opened while the commands and the language are loaded: both take long. One
 * that only a plugin brings is opened when that is known. Threads: used by the start and the stop;
 * what its own thread leaves is read when that has ended.
 */
final class StorageOpening implements AutoCloseable {
  private final MeerkatOptions options;
  private final Ticker ticker;
  private @Nullable Thread thread;
  private @Nullable FolderLock lock;
  private @Nullable Storage storage;
  private @Nullable RuntimeException exception;
  private @Nullable Error error;

  private StorageOpening(MeerkatOptions options, Ticker ticker) {
    this.options = options;
    this.ticker = ticker;
  }

  /**
   * Begins with the storage that the options name, where it is among these.
   *
   * @param builtIn those that stand beside the server
   */
  static StorageOpening begin(
      MeerkatOptions options, List<StorageProvider> builtIn, Ticker ticker) {
    StorageOpening opening = new StorageOpening(options, ticker);
    for (StorageProvider provider : builtIn) {
      if (provider.names().contains(options.storage()) && opening.thread == null) {
        opening.thread =
            Thread.ofPlatform().name("storage-opening").start(() -> opening.attempt(provider));
      }
    }
    return opening;
  }

  /**
   * The storage, when it is open.
   *
   * @param provider who brings it, as is known when all plugins are loaded
   */
  Storage await(StorageProvider provider) {
    if (thread == null) {
      open(provider);
    } else {
      join(thread);
    }
    if (exception != null) {
      throw exception;
    }
    if (error != null) {
      throw error;
    }
    if (storage == null) {
      throw new IllegalStateException("the storage has been closed");
    }
    return storage;
  }

  /** Closes what there is, also when it was not awaited. */
  @Override
  public void close() {
    if (thread != null) {
      join(thread);
    }
    try {
      if (storage != null) {
        storage.close();
      }
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }

  private void attempt(StorageProvider provider) {
    try {
      open(provider);
    } catch (RuntimeException e) {
      exception = e;
    } catch (Error e) {
      error = e;
    }
  }

  private void open(StorageProvider provider) {
    if (provider.usesFolder(options.storage())) {
      lock = FolderLock.take(options.folder());
    }
    storage = provider.open(options.storage(), storageOptions());
  }

  private StorageOptions storageOptions() {
    StorageOptions standard = new StorageOptions(options.folder(), ticker);
    double gigabytes = options.cacheSizeGigabytes();
    return gigabytes == 0 ? standard : standard.withCacheBytes((long) (gigabytes * (1L << 30)));
  }

  private static void join(Thread opener) {
    boolean interrupted = false;
    while (true) {
      try {
        opener.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
