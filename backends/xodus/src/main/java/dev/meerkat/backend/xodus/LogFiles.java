package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.StorageException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import jetbrains.exodus.log.LogUtil;

/** The files of a Xodus environment in their folder. Threads: stateless. */
final class LogFiles {
  private static final String EXTENSION = ".xd";

  private LogFiles() {}

  static List<Path> list(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + EXTENSION)) {
      all.forEach(files::add);
    } catch (IOException | DirectoryIteratorException e) {
      throw new StorageException.Failed("cannot list " + folder, e);
    }
    files.sort(null);
    return files;
  }

  static long bytes(Path folder) {
    long bytes = 0;
    for (Path file : list(folder)) {
      // Xodus's cleaner may have removed it by now: then it has no length.
      bytes += file.toFile().length();
    }
    return bytes;
  }

  /** The address behind the last byte of the log, or 0 where there is none. */
  static long end(Path folder) {
    List<Path> files = list(folder);
    return files.isEmpty() ? 0 : address(files.getLast()) + files.getLast().toFile().length();
  }

  static String name(long address) {
    return LogUtil.getLogFilename(address);
  }

  static long address(Path file) {
    return LogUtil.getAddress(file.getFileName().toString());
  }

  /** Copies the first {@code bytes} of a file and syncs the copy. */
  static void copy(Path from, Path to, long bytes) throws IOException {
    try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel target =
            FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      long done = 0;
      while (done < bytes) {
        long copied = source.transferTo(done, bytes - done, target);
        if (copied == 0) {
          throw new IOException(from + " ends at " + done + ", expected " + bytes);
        }
        done += copied;
      }
      target.force(true);
    }
  }

  /** Makes new and removed names of a folder survive the loss of power, where that can be asked. */
  static void syncFolder(Path folder) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        } catch (IOException e) {
          // Some systems do not open folders; they need no such sync either.
          return;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
