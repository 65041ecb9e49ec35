package dev.meerkat.backend.sqlite;

import dev.meerkat.contract.FixedTicker;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageOptions;
import java.nio.file.Path;

/**
 * The process of {@link SqliteLocksTest} that wants a file which its parent has open. Threads: one.
 */
final class SecondProcess {
  private SecondProcess() {}

  /**
   * @param arguments the environment's folder
   */
  public static void main(String[] arguments) {
    StorageOptions options = new StorageOptions(Path.of(arguments[0]), new FixedTicker());
    try {
      new SqliteStorageProvider().open("sqlite", options).close();
      System.out.println("opened");
    } catch (StorageException e) {
      System.out.println(e.getMessage());
    }
  }
}
