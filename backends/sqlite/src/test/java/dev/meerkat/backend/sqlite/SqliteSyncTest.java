package dev.meerkat.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.contract.FixedTicker;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.file.Path;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sync that fails: what is on the disk is not known any more, and nothing pretends it is. */
final class SqliteSyncTest {
  @TempDir private Path folder;

  @Test
  void aSyncThatFailsLeavesTheEnvironmentReadOnlyUntilItIsReopened() {
    SqliteStorage storage = open();
    WriteTransaction creation = storage.begin(Durability.SYNCED);
    creation.createTable("things", TableKind.RECORDS, "test");
    creation.commit();
    insert(storage, 1, Durability.SYNCED);
    insert(storage, 2, Durability.BUFFERED);
    storage.log().close();
    assertThrows(StorageException.Failed.class, storage::sync);
    assertThrows(StorageException.Failed.class, storage::sync);
    assertThrows(StorageException.Failed.class, () -> storage.begin(Durability.BUFFERED));
    assertThrows(StorageException.Failed.class, () -> storage.begin(Durability.SYNCED));
    assertEquals(2, count(storage));
    storage.close();

    SqliteStorage reopened = open();
    assertEquals(2, count(reopened));
    insert(reopened, 3, Durability.SYNCED);
    reopened.sync();
    try (Snapshot snapshot = reopened.openSnapshot()) {
      assertNotNull(reopened.recordStore("things").find(snapshot, 3));
    }
    reopened.close();
  }

  private SqliteStorage open() {
    return (SqliteStorage)
        new SqliteStorageProvider().open("sqlite", new StorageOptions(folder, new FixedTicker()));
  }

  private static void insert(SqliteStorage storage, int id, Durability durability) {
    RecordStore records = storage.recordStore("things");
    WriteTransaction transaction = storage.begin(durability);
    records.insert(transaction, id, DocumentView.of(new BsonDocument("_id", new BsonInt32(id))));
    transaction.commit();
  }

  private static long count(SqliteStorage storage) {
    try (Snapshot snapshot = storage.openSnapshot()) {
      return storage.recordStore("things").count(snapshot);
    }
  }
}
