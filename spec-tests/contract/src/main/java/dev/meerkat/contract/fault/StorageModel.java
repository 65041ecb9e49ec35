package dev.meerkat.contract.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.TableKind;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a store should hold, in plain sorted maps. Threads: confined to one thread. */
public final class StorageModel {
  private final Map<String, TreeMap<Long, DocumentView>> records = new TreeMap<>();
  private final Map<String, TreeMap<byte[], byte[]>> entries = new TreeMap<>();

  public void apply(Change change) {
    switch (change) {
      case Change.Create(String ident, TableKind kind) -> {
        if (kind.isRecords()) {
          records.put(ident, new TreeMap<>());
        } else {
          entries.put(ident, new TreeMap<>(Arrays::compareUnsigned));
        }
      }
      case Change.Drop(String ident) -> {
        records.remove(ident);
        entries.remove(ident);
      }
      case Change.Insert(String ident, long id, DocumentView document) ->
          table(records, ident).put(id, document);
      case Change.Update(String ident, long id, DocumentView document) ->
          table(records, ident).put(id, document);
      case Change.Delete(String ident, long id) -> table(records, ident).remove(id);
      case Change.Put(String ident, byte[] key, byte[] value) ->
          table(entries, ident).put(key, value);
      case Change.Remove(String ident, byte[] key) -> table(entries, ident).remove(key);
    }
  }

  private static <T> T table(Map<String, T> tables, String ident) {
    T table = tables.get(ident);
    if (table == null) {
      throw new AssertionError("the model has no table " + ident);
    }
    return table;
  }

  /** Compares everything in a fresh snapshot: tables, rows, counts, sizes. */
  public void assertMatches(Storage storage) {
    try (Snapshot snapshot = storage.openSnapshot()) {
      assertMatches(storage, snapshot);
    }
  }

  public void assertMatches(Storage storage, StorageReader reader) {
    TreeSet<String> idents = new TreeSet<>(records.keySet());
    idents.addAll(entries.keySet());
    assertEquals(idents, new TreeSet<>(reader.idents()), "tables");
    records.forEach((ident, rows) -> check(storage.recordStore(ident), reader, rows));
    entries.forEach((ident, rows) -> check(storage.sortedTable(ident), reader, rows));
  }

  private static void check(
      RecordStore store, StorageReader reader, NavigableMap<Long, DocumentView> rows) {
    long bytes = 0;
    try (RecordCursor cursor = store.open(reader, Direction.FORWARD, 0)) {
      for (Map.Entry<Long, DocumentView> row : rows.entrySet()) {
        assertTrue(cursor.advance(), () -> store.ident() + " lacks record " + row.getKey());
        assertEquals(row.getKey(), cursor.recordId(), store.ident());
        assertEquals(row.getValue(), cursor.current(), store.ident());
        bytes += row.getValue().length();
      }
      assertFalse(cursor.advance(), () -> store.ident() + " has a record too many");
    }
    assertEquals(rows.size(), store.count(reader), store.ident() + ": count");
    assertEquals(bytes, store.dataSizeBytes(reader), store.ident() + ": bytes");
    assertEquals(rows.isEmpty() ? 0 : rows.lastKey(), store.maxRecordId(reader), store.ident());
  }

  private static void check(
      SortedTable table, StorageReader reader, NavigableMap<byte[], byte[]> rows) {
    try (SortedCursor cursor = table.open(reader, KeyRange.ALL, Direction.FORWARD)) {
      for (Map.Entry<byte[], byte[]> row : rows.entrySet()) {
        assertTrue(cursor.advance(), () -> table.ident() + " lacks an entry");
        byte[] key = Arrays.copyOf(cursor.key(), cursor.keyLength());
        assertArrayEquals(row.getKey(), key, table.ident());
        assertArrayEquals(row.getValue(), cursor.value(), table.ident());
      }
      assertFalse(cursor.advance(), () -> table.ident() + " has an entry too many");
    }
    assertEquals(rows.size(), table.count(reader, KeyRange.ALL, Long.MAX_VALUE), table.ident());
  }
}
