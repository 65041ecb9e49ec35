package dev.meerkat.backend.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * The name of a table, and the same as a key of the catalog. Threads: immutable.
 *
 * @param name as the engine gave it
 * @param key its bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record MemoryIdent(String name, byte[] key) {
  static MemoryIdent of(String name) {
    return new MemoryIdent(name, name.getBytes(UTF_8));
  }

  RecordTree records(@Nullable MemoryTable table) {
    if (table instanceof RecordTree records) {
      return records;
    }
    throw table == null ? absent() : new IllegalStateException("not a record store: " + name);
  }

  @SuppressWarnings("unchecked") // of the sorted trees only the catalog holds anything but bytes
  SortedTree<byte[]> entries(@Nullable MemoryTable table) {
    if (table instanceof SortedTree<?> entries) {
      return (SortedTree<byte[]>) entries;
    }
    throw table == null ? absent() : new IllegalStateException("not a sorted table: " + name);
  }

  IllegalStateException absent() {
    return new IllegalStateException("no such table: " + name);
  }
}
