package dev.meerkat.engine;

import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CatalogTable;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriterTurn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is done once, before anything else: the engine's own tables are made or read, and tables
 * that nobody names any more are removed. Threads: immutable.
 *
 * @param clockLimit above every timestamp that could have been issued
 */
record Startup(WriterTurn writer, SortedTable settings, CatalogSnapshot catalog, long clockLimit) {
  private static final String SETTINGS = "_settings";
  private static final String DATABASE = "local";
  private static final byte[] FORMAT_KEY = "format".getBytes(StandardCharsets.UTF_8);

  /** Grows with every change that an older version could not read; 2: rows of sessions. */
  private static final int FORMAT = 2;

  /**
   * @param oplog what makes the oplog's tables and its collection, where there is to be one
   */
  static Startup run(Storage storage, OplogTables oplog) {
    WriterTurn writer = new WriterTurn(storage);
    SortedTable settings = storage.sortedTable(SETTINGS);
    Set<String> idents;
    try (Snapshot snapshot = storage.openSnapshot()) {
      idents = new HashSet<>(snapshot.idents());
    }
    if (idents.contains(SETTINGS)) {
      checkFormat(storage, settings);
    } else {
      create(writer, settings);
    }
    oplog.create(storage, writer, idents);
    CatalogSnapshot catalog = loadCatalog(storage, writer, idents);
    return new Startup(writer, settings, catalog, readLimit(storage, settings));
  }

  /** Nobody has been told of anything: the first commit that is synced covers this one. */
  private static void create(WriterTurn writer, SortedTable settings) {
    writer.write(
        Durability.BUFFERED,
        transaction -> {
          transaction.createTable(SETTINGS, TableKind.TABLE, DATABASE);
          transaction.createTable(CatalogTable.IDENT, TableKind.TABLE, DATABASE);
          transaction.createTable(RetryableWrites.TABLE, TableKind.TABLE, DATABASE);
          settings.put(
              transaction, FORMAT_KEY, ByteBuffer.allocate(Integer.BYTES).putInt(FORMAT).array());
          return FORMAT;
        });
  }

  private static void checkFormat(Storage storage, SortedTable settings) {
    try (Snapshot snapshot = storage.openSnapshot()) {
      byte[] format = settings.find(snapshot, FORMAT_KEY);
      if (format == null || ByteBuffer.wrap(format).getInt() != FORMAT) {
        throw new StorageException.Unsupported("the data has a format that this version lacks");
      }
    }
  }

  private static long readLimit(Storage storage, SortedTable settings) {
    try (Snapshot snapshot = storage.openSnapshot()) {
      byte[] limit = settings.find(snapshot, Turns.CLOCK_LIMIT_KEY);
      return limit == null ? 0 : ByteBuffer.wrap(limit).getLong();
    }
  }

  /** Reads the catalog; indexes that were still building and tables without an owner go. */
  @SuppressWarnings("ReferenceEquality") // an unchanged catalog is the same object
  private static CatalogSnapshot loadCatalog(
      Storage storage, WriterTurn writer, Set<String> idents) {
    CatalogTable table = new CatalogTable(storage);
    CatalogSnapshot stored;
    try (Snapshot snapshot = storage.openSnapshot()) {
      stored = table.load(snapshot);
    }
    CatalogSnapshot complete = table.withoutUnfinished(stored);
    List<String> orphans = new ArrayList<>();
    Set<String> owned = CatalogTable.idents(complete);
    for (String ident : idents) {
      if (!ident.startsWith("_") && !owned.contains(ident)) {
        orphans.add(ident);
      }
    }
    if (complete != stored || !orphans.isEmpty()) {
      writer.write(
          Durability.SYNCED,
          transaction -> {
            table.replace(transaction, stored, complete);
            for (String orphan : orphans) {
              transaction.dropTable(orphan);
            }
            return orphans.size();
          });
    }
    return complete;
  }
}
