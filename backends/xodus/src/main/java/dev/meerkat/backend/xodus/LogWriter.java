package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageOptions;
import java.io.File;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import jetbrains.exodus.ExodusException;
import jetbrains.exodus.OutOfDiskSpaceException;
import jetbrains.exodus.env.EnvironmentImpl;
import jetbrains.exodus.io.Block;
import jetbrains.exodus.io.FileDataReader;
import jetbrains.exodus.io.FileDataWriter;
import jetbrains.exodus.io.RemoveBlockType;
import jetbrains.exodus.log.Log;
import jetbrains.exodus.log.LogTip;
import org.jspecify.annotations.Nullable;

/**
 * Writes Xodus's log files, with three things that its own writer lacks: a sync that an interrupted
 * thread carries out all the same (Xodus takes the channel that the interrupt has closed for a
 * success), a limit of bytes, and a refusal to cut off what is known to have been on disk. Threads:
 * guarded by Xodus's commit lock, except {@link #limit}.
 */
final class LogWriter extends FileDataWriter {
  private final Path folder;
  private final long maxBytes;
  private final long durableEnd;
  private @Nullable FileChannel channel;
  private @Nullable Path file;
  private long otherBytes;
  private long fileBytes;
  private @Nullable EnvironmentImpl environment;
  private volatile @Nullable LogTip tornFrom;
  private volatile boolean limited;

  /**
   * @param maxBytes where {@link #limit} begins to refuse
   * @param durableEnd the log's address up to which everything was synced once
   */
  LogWriter(FileDataReader reader, Path folder, long maxBytes, long durableEnd) {
    super(reader, null);
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.durableEnd = durableEnd;
  }

  /** Whether what is written from now on needs space within the limit. */
  void limit(boolean limits) {
    limited = limits && maxBytes != StorageOptions.UNLIMITED;
  }

  /** Tells whose files these are, once the log is there. */
  void attach(EnvironmentImpl opened) {
    environment = opened;
  }

  @Override
  public Block write(byte[] bytes, int offset, int length) {
    boolean written = false;
    try {
      if (limited && otherBytes + fileBytes + length > maxBytes) {
        throw new OutOfDiskSpaceException(new IOException("the limit of " + maxBytes + " bytes"));
      }
      Block block = super.write(bytes, offset, length);
      fileBytes += length;
      written = true;
      return block;
    } finally {
      EnvironmentImpl owner = environment;
      if (!written && owner != null) {
        // Until the commit is over this is where the log ended before it.
        tornFrom = owner.getLog().getTip();
        owner.suspendGC();
      }
    }
  }

  /** Whether the remains of a failed commit stand at the end of the log. */
  boolean isTorn() {
    return tornFrom != null;
  }

  /**
   * Removes what a failed commit has left behind its beginning, and what Xodus remembers of it.
   * Xodus does both itself unless the commit's very first record failed; then it would go on behind
   * the remains and write a log that cannot be read. Called while no commit is under way.
   */
  void repair() {
    LogTip whole = tornFrom;
    EnvironmentImpl owner = environment;
    if (whole == null || owner == null) {
      return;
    }
    Log log = owner.getLog();
    LogTip now = log.getTip();
    if (now.highAddress == whole.highAddress && now != whole) {
      LogTip _ = log.compareAndSetTip(now, whole);
    }
    long address = log.getFileAddress(whole.highAddress);
    long length = whole.highAddress - address;
    log.clearFileFromLogCache(address, length - length % log.getCachePageSize());
    close();
    Block _ = openOrCreateBlock(address, length);
    owner.resumeGC();
  }

  @Override
  public FileDataReader.FileBlock openOrCreateBlockImpl(long address, long length) {
    FileDataReader.FileBlock block = super.openOrCreateBlockImpl(address, length);
    file = block.toPath();
    tornFrom = null;
    fileBytes = length;
    otherBytes = maxBytes == StorageOptions.UNLIMITED ? 0 : LogFiles.bytes(folder) - block.length();
    return block;
  }

  @Override
  public void syncImpl() {
    Path current = file;
    if (current == null) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          open(current).force(false);
          return;
        } catch (ClosedByInterruptException e) {
          // Nothing was promised yet: once more, and let the caller see the interrupt after.
          channel = null;
          interrupted |= Thread.interrupted();
        }
      }
    } catch (IOException e) {
      throw new ExodusException("syncing " + current + " failed", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private FileChannel open(Path path) throws IOException {
    FileChannel opened = channel;
    if (opened == null) {
      opened = FileChannel.open(path, StandardOpenOption.WRITE);
      channel = opened;
    }
    return opened;
  }

  @Override
  public void syncDirectory() {
    LogFiles.syncFolder(folder);
  }

  @Override
  public void truncateBlock(long address, long length) {
    if (address + length < durableEnd) {
      throw new StorageException.Corrupt(
          "the Xodus log ends at " + (address + length) + ", synced was up to " + durableEnd, null);
    }
    super.truncateBlock(address, length);
  }

  @Override
  public void removeBlock(long address, RemoveBlockType type) {
    long length = new File(folder.toFile(), LogFiles.name(address)).length();
    super.removeBlock(address, type);
    otherBytes -= length;
  }

  @Override
  public void closeImpl() {
    super.closeImpl();
    FileChannel opened = channel;
    channel = null;
    file = null;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        throw new ExodusException("closing the Xodus log failed", e);
      }
    }
  }
}
