package dev.meerkat.spi.storage;

import java.util.Set;

/** Brings one or more storage backends; found by {@link java.util.ServiceLoader}. Threads: safe. */
public interface StorageProvider {
  /** The names that {@code --storage} takes for this provider's backends. */
  Set<String> names();

  /**
   * Whether a backend keeps files. Where it does not, no folder is made or locked for it.
   *
   * @param name one of {@link #names()}
   */
  default boolean usesFolder(String name) {
    return true;
  }

  /**
   * Opens the environment in {@code options.folder()}, creating it where the folder is empty.
   *
   * @param name one of {@link #names()}
   * @throws StorageException.Corrupt the folder holds something else, or damaged data
   * @throws StorageException.Unsupported an unknown or newer format
   */
  Storage open(String name, StorageOptions options);
}
