package dev.meerkat.engine;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.StorageException;

/** The one place where the store's failures become MongoDB's errors. Threads: immutable. */
public final class StorageErrors {
  private StorageErrors() {}

  /** What a client is to see of a failure of the store. */
  public static ServerException translate(StorageException cause) {
    String text = String.valueOf(cause.getMessage());
    return switch (cause) {
      case StorageException.WriteConflict _ ->
          new ServerException(
              ErrorCode.WRITE_CONFLICT,
              "Caused by :: Write conflict during plan execution and yielding is disabled. :: "
                  + "Please retry your operation or multi-document transaction.");
      case StorageException.OutOfSpace _ -> new ServerException(ErrorCode.OUT_OF_DISK_SPACE, text);
      case StorageException.Corrupt _ ->
          new ServerException(ErrorCode.DATA_CORRUPTION_DETECTED, text);
      case StorageException.Unsupported _ ->
          new ServerException(ErrorCode.COMMAND_NOT_SUPPORTED, text);
      case StorageException.Closed _ ->
          new ServerException(ErrorCode.INTERRUPTED_AT_SHUTDOWN, "interrupted at shutdown");
      default -> new ServerException(ErrorCode.OPERATION_FAILED, text);
    };
  }
}
