package dev.meerkat.engine.history;

import dev.meerkat.spi.DocumentView;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one transaction, which nobody else sees before it commits. Threads: confined to
 * one operation at a time.
 */
public final class Overlay {
  private static final int ENTRY_BYTES = 96;

  private final Map<String, NavigableMap<Long, Patch<DocumentView>>> records = new HashMap<>();
  private final Map<String, NavigableMap<byte[], Patch<byte[]>>> tables = new HashMap<>();
  private final Set<String> created = new HashSet<>();
  private long bytes;
  private long changes;

  /** Bytes that the changes take, about. */
  public long bytes() {
    return bytes;
  }

  /** Changes made so far. */
  long changes() {
    return changes;
  }

  /** Whether nothing has been changed. */
  public boolean isEmpty() {
    return changes == 0;
  }

  void create(String ident) {
    created.add(ident);
    changes++;
  }

  /** Whether a table exists in this transaction only. */
  boolean isCreated(String ident) {
    return created.contains(ident);
  }

  @Nullable NavigableMap<Long, Patch<DocumentView>> records(String ident) {
    return records.get(ident);
  }

  @Nullable NavigableMap<byte[], Patch<byte[]>> table(String ident) {
    return tables.get(ident);
  }

  void put(String ident, long recordId, @Nullable DocumentView document) {
    records
        .computeIfAbsent(ident, name -> new TreeMap<>())
        .put(recordId, new Patch<>(document == null ? null : document.retain()));
    count(Long.BYTES + (document == null ? 0 : document.length()));
  }

  void put(String ident, byte[] key, byte @Nullable [] value) {
    tables
        .computeIfAbsent(ident, name -> new TreeMap<>(Arrays::compareUnsigned))
        .put(key, new Patch<>(value));
    count(key.length + (value == null ? 0 : value.length));
  }

  private void count(int size) {
    changes++;
    bytes += size + ENTRY_BYTES;
  }

  /**
   * Told of each changed record.
   *
   * @param change takes the record's id and its document, or null where it is to be removed
   */
  public void forEachRecord(String ident, BiConsumer<Long, @Nullable DocumentView> change) {
    NavigableMap<Long, Patch<DocumentView>> changed = records.get(ident);
    if (changed != null) {
      changed.forEach((recordId, patch) -> change.accept(recordId, patch.value()));
    }
  }

  /**
   * Told of each changed key.
   *
   * @param change takes the key and its value, or null where it is to be removed
   */
  public void forEachKey(String ident, BiConsumer<byte[], byte @Nullable []> change) {
    NavigableMap<byte[], Patch<byte[]>> changed = tables.get(ident);
    if (changed != null) {
      changed.forEach((key, patch) -> change.accept(key, patch.value()));
    }
  }

  /** The record stores in which something was changed. */
  public Set<String> changedRecords() {
    return records.keySet();
  }

  /** The sorted tables in which something was changed. */
  public Set<String> changedTables() {
    return tables.keySet();
  }
}
