package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.StorageException;
import java.io.IOException;
import jetbrains.exodus.OutOfDiskSpaceException;

/** Tells what a failure inside Xodus means. Threads: stateless. */
final class Failures {
  private Failures() {}

  /** A failed read, or a failed attempt to open: what is neither I/O nor ours is damage. */
  static StorageException reading(Exception cause) {
    if (cause instanceof StorageException known) {
      return known;
    }
    if (hasCause(cause, IOException.class)) {
      return new StorageException.Failed("reading the Xodus log failed", cause);
    }
    return new StorageException.Corrupt("the Xodus log cannot be read", cause);
  }

  /** A failed change or commit. */
  static StorageException writing(Exception cause) {
    if (cause instanceof StorageException known) {
      return known;
    }
    if (hasCause(cause, OutOfDiskSpaceException.class)) {
      return new StorageException.OutOfSpace("no space left for the Xodus log", cause);
    }
    return new StorageException.Failed("writing the Xodus log failed", cause);
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
