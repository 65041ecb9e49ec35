package dev.meerkat.engine.catalog;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The catalog in the store: a table of idents and BSON entries. Threads: safe. */
public final class CatalogTable {
  public static final String IDENT = "_catalog";

  private final SortedTable table;

  public CatalogTable(Storage storage) {
    this.table = storage.sortedTable(IDENT);
  }

  /** Reads all entries. */
  public CatalogSnapshot load(StorageReader reader) {
    Map<String, Map<String, CollectionEntry>> databases = new HashMap<>();
    try (SortedCursor cursor = table.open(reader, KeyRange.ALL, Direction.FORWARD)) {
      while (cursor.advance()) {
        CollectionEntry entry = CollectionEntry.parse(DocumentView.of(cursor.value()).toBson());
        databases
            .computeIfAbsent(entry.namespace().database(), name -> new HashMap<>())
            .put(entry.namespace().collection(), entry);
      }
    }
    return new CatalogSnapshot(1, databases);
  }

  /** The catalog without indexes that were not complete; the same one where there are none. */
  public CatalogSnapshot withoutUnfinished(CatalogSnapshot stored) {
    CatalogSnapshot complete = stored;
    for (String database : stored.databaseNames()) {
      for (CollectionEntry entry : stored.collections(database)) {
        List<IndexEntry> ready = entry.indexes().stream().filter(IndexEntry::ready).toList();
        if (ready.size() < entry.indexes().size()) {
          complete = complete.with(entry.withIndexes(ready));
        }
      }
    }
    return complete;
  }

  /** Writes the entries that differ. */
  @SuppressWarnings("ReferenceEquality") // an unchanged entry is the same object
  public void replace(WriteTransaction transaction, CatalogSnapshot from, CatalogSnapshot to) {
    for (String database : to.databaseNames()) {
      for (CollectionEntry entry : to.collections(database)) {
        if (from.find(entry.namespace()) != entry) {
          put(transaction, entry);
        }
      }
    }
  }

  /** Writes an entry in the place of the one of its table. */
  public void put(WriteTransaction transaction, CollectionEntry entry) {
    table.put(transaction, key(entry), DocumentView.of(entry.toBson()).toBytes());
  }

  void delete(WriteTransaction transaction, CollectionEntry entry) {
    table.delete(transaction, key(entry));
  }

  /** The idents of all tables that a catalog names. */
  public static Set<String> idents(CatalogSnapshot catalog) {
    Set<String> idents = new HashSet<>();
    for (String database : catalog.databaseNames()) {
      for (CollectionEntry entry : catalog.collections(database)) {
        idents.add(entry.ident());
        entry.indexes().forEach(index -> idents.add(index.ident()));
      }
    }
    return idents;
  }

  private static byte[] key(CollectionEntry entry) {
    return entry.ident().getBytes(StandardCharsets.UTF_8);
  }
}
