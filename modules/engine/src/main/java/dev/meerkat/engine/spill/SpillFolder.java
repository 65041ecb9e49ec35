package dev.meerkat.engine.spill;

import dev.meerkat.spi.SpilledRun;
import dev.meerkat.spi.Spills;
import dev.meerkat.spi.storage.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the temporary files, {@code _tmp} in the data folder. Whatever is found there at
 * the start is of a server that has died. Threads: safe.
 */
public final class SpillFolder implements Spills {
  private static final String NAME = "_tmp";

  private final @Nullable Path folder;
  private final MemoryLimits limits;
  private final AtomicLong files = new AtomicLong();

  private SpillFolder(@Nullable Path folder, MemoryLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /**
   * Clears the folder where there is one.
   *
   * @param dataFolder belongs to this server alone; null where it keeps everything in memory
   */
  public static SpillFolder open(@Nullable Path dataFolder, MemoryLimits limits) {
    if (dataFolder == null) {
      return new SpillFolder(null, limits);
    }
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
    return new SpillFolder(folder, limits);
  }

  @Override
  public long memoryLimitBytes(String stage) {
    return limits.bytes(stage);
  }

  @Override
  public long limit(String parameter, long standard) {
    return limits.limit(parameter, standard);
  }

  @Override
  public boolean isPossible() {
    return folder != null;
  }

  @Override
  public SpilledRun begin() {
    if (folder == null) {
      throw new IllegalStateException("nowhere to spill to");
    }
    try {
      Files.createDirectories(folder);
      return SpillFile.create(folder.resolve("spill-" + files.incrementAndGet()));
    } catch (IOException e) {
      throw new StorageException.Failed("a temporary file cannot be made", e);
    }
  }
}
