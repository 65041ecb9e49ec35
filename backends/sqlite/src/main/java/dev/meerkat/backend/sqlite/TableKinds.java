package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.TableKind;

/** The kinds of tables as they are written in the file. Threads: immutable. */
final class TableKinds {
  private TableKinds() {}

  static TableKind kind(String name) {
    return switch (name) {
      case "RECORDS" -> TableKind.RECORDS;
      case "LOG" -> TableKind.LOG;
      case "INDEX" -> TableKind.INDEX;
      case "TABLE" -> TableKind.TABLE;
      default -> throw new StorageException.Corrupt("a table is of no kind", null);
    };
  }
}
