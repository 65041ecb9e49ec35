package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.StorageException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns SQLite's result codes into what the engine knows. Threads: immutable. */
final class Failures {
  private static final int PRIMARY = 0xFF;

  private Failures() {}

  static RuntimeException of(SQLException failure) {
    if (failure instanceof SQLiteException sqlite
        && sqlite.getResultCode() != SQLiteErrorCode.UNKNOWN_ERROR) {
      return of(sqlite.getResultCode().code, failure);
    }
    return of(failure.getErrorCode(), failure);
  }

  /**
   * The exception for a result code.
   *
   * @param code as SQLite returns it, extended or not
   */
  static RuntimeException of(int code, @Nullable Throwable cause) {
    SQLiteErrorCode extended = SQLiteErrorCode.getErrorCode(code);
    String detail = " {sqlite: " + extended + ", code: " + code + "}";
    return switch (SQLiteErrorCode.getErrorCode(code & PRIMARY)) {
      case SQLITE_FULL -> new StorageException.OutOfSpace("the disk is full" + detail, cause);
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          new StorageException.Corrupt("the SQLite file is damaged" + detail, cause);
      case SQLITE_BUSY ->
          new StorageException.Failed(
              "the SQLite file is locked; another program may have it open" + detail, cause);
      case SQLITE_CONSTRAINT -> new IllegalStateException("the key is in use" + detail, cause);
      default -> new StorageException.Failed("SQLite failed" + detail, cause);
    };
  }
}
