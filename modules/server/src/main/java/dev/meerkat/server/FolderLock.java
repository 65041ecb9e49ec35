package dev.meerkat.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that one server at a time uses a data folder. The lock is a file of its own, because
 * opening and closing a store's file from outside may drop the store's own locks. It ends with the
 * process, however that ends. Threads: confined to the server's start and stop.
 */
final class FolderLock implements AutoCloseable {
  private static final String FILE = "meerkat.lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Creates the folder where there is none, and locks it.
   *
   * @throws IllegalStateException another server has it, or it cannot be written
   */
  static FolderLock take(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new IllegalStateException(
            "the data folder "
                + folder.toAbsolutePath().normalize()
                + " is in use by another server; stop it, or choose another folder with --dbpath");
      }
      writeProcessId(channel);
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the data folder " + folder.toAbsolutePath().normalize() + " cannot be used: " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("the lock of the data folder cannot be released", e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // The other server runs in this very process.
      return null;
    }
  }

  private static void writeProcessId(FileChannel channel) throws IOException {
    String line = ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
  }
}
