package dev.meerkat.spi.storage;

import org.jspecify.annotations.Nullable;

/** What goes wrong in the world: the only exceptions that a backend throws on purpose. */
public sealed class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Another writer was first; the turn may run again. */
  public static final class WriteConflict extends StorageException {
    private static final long serialVersionUID = 1L;

    public WriteConflict(String message) {
      super(message, null);
    }
  }

  /** The disk, or the memory given, is full. Nothing of the transaction is kept. */
  public static final class OutOfSpace extends StorageException {
    private static final long serialVersionUID = 1L;

    public OutOfSpace(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** What was read is not what was written. */
  public static final class Corrupt extends StorageException {
    private static final long serialVersionUID = 1L;

    public Corrupt(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Reading, writing or syncing failed; after a failed sync the environment is read-only. */
  public static final class Failed extends StorageException {
    private static final long serialVersionUID = 1L;

    public Failed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** A declared lack, or a format that this version does not know. */
  public static final class Unsupported extends StorageException {
    private static final long serialVersionUID = 1L;

    public Unsupported(String message) {
      super(message, null);
    }
  }

  /** The environment is closed. */
  public static final class Closed extends StorageException {
    private static final long serialVersionUID = 1L;

    public Closed() {
      super("the storage environment is closed", null);
    }
  }
}
