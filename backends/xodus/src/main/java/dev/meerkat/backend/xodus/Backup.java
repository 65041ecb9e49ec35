package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import jetbrains.exodus.env.EnvironmentImpl;

/** Copies the log up to one commit. Threads: confined to one backup. */
final class Backup {
  private final Path folder;
  private final EnvironmentImpl environment;

  Backup(Path folder, EnvironmentImpl environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /**
   * @throws IllegalArgumentException the folder is not empty
   */
  static void checkEmpty(Path target) {
    if (!Files.exists(target)) {
      return;
    }
    try (Stream<Path> files = Files.list(target)) {
      if (files.findAny().isPresent()) {
        throw new IllegalArgumentException(target + " is not empty");
      }
    } catch (IOException e) {
      throw new StorageException.Failed("cannot list " + target, e);
    }
  }

  /** Writes the copy; the open snapshot keeps the cleaner from removing files that it needs. */
  void write(Path target, XodusStorage storage) {
    environment.suspendGC();
    try (XodusSnapshot snapshot = new XodusSnapshot(storage)) {
      long end = snapshot.highAddress();
      Files.createDirectories(target);
      for (Path file : LogFiles.list(folder)) {
        long begin = LogFiles.address(file);
        if (begin < end) {
          copy(file, target, Math.min(end - begin, environment.getLog().getFileLengthBound()));
        }
      }
      new Marker(Marker.FORMAT, end).write(target);
      LogFiles.syncFolder(target);
    } catch (IOException e) {
      throw new StorageException.Failed("the backup into " + target + " failed", e);
    } finally {
      environment.resumeGC();
    }
  }

  private static void copy(Path file, Path target, long bytes) throws IOException {
    try {
      LogFiles.copy(file, target.resolve(file.getFileName()), bytes);
    } catch (NoSuchFileException e) {
      // Cleaned before the snapshot was opened: nothing in it is needed.
      Files.deleteIfExists(target.resolve(file.getFileName()));
    }
  }
}
