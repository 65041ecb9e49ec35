package dev.meerkat.engine.spill;

import dev.meerkat.spi.SpilledRun;
import dev.meerkat.spi.Spills;
import dev.meerkat.spi.storage.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folder of the temporary files, {@code _tmp} in the data folder. Whatever is found there at
 * the start is of a server that has died. Threads: safe.
 */
public final class SpillFolder implements Spills {
  private static final String NAME = "_tmp";
  private static final long MEMORY_LIMIT_BYTES = 100L * 1024 * 1024;

  private final Path folder;
  private final AtomicLong files = new AtomicLong();

  private SpillFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Clears the folder where there is one.
   *
   * @param dataFolder belongs to this server alone
   */
  public static SpillFolder open(Path dataFolder) {
    Path folder = dataFolder.resolve(NAME);
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
        for (Path file : left) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new StorageException.Failed("temporary files cannot be removed", e);
      }
    }
    return new SpillFolder(folder);
  }

  @Override
  public long memoryLimitBytes() {
    return MEMORY_LIMIT_BYTES;
  }

  @Override
  public SpilledRun begin() {
    try {
      Files.createDirectories(folder);
      return SpillFile.create(folder.resolve("spill-" + files.incrementAndGet()));
    } catch (IOException e) {
      throw new StorageException.Failed("a temporary file cannot be made", e);
    }
  }
}
