package dev.meerkat.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.contract.FixedTicker;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.file.Path;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Room of deleted documents goes back to the system, and the others stay. */
final class ReclaimTest {
  private static final int DOCUMENTS = 500;
  private static final DocumentView DOCUMENT =
      DocumentView.of(new BsonDocument("a", new BsonBinary(new byte[10_000])));

  @TempDir Path folder = Path.of(".");

  @Test
  void theFileShrinksAndKeepsWhatIsLeft() {
    StorageOptions options = new StorageOptions(folder, new FixedTicker());
    try (Storage storage = SqliteStorage.open(options)) {
      RecordStore records = storage.recordStore("r");
      WriteTransaction insert = storage.begin(Durability.SYNCED);
      insert.createTable("r", TableKind.RECORDS, "test");
      for (int id = 1; id <= DOCUMENTS; id++) {
        records.insert(insert, id, DOCUMENT);
      }
      insert.commit();
      WriteTransaction delete = storage.begin(Durability.SYNCED);
      for (int id = 1; id < DOCUMENTS; id++) {
        records.delete(delete, id, DOCUMENT.length());
      }
      delete.commit();
      storage.checkpoint();
      long before = storage.sizeBytes();
      long free = storage.reclaimableBytes();
      assertTrue(free > DOCUMENTS * 9_000L, () -> "free: " + free);
      assertEquals(0, storage.reclaim(free + 1));
      try (Snapshot reader = storage.openSnapshot()) {
        assertTrue(storage.reclaim(free) > DOCUMENTS * 9_000L);
        assertNotNull(records.find(reader, DOCUMENTS));
      }
      storage.checkpoint();
      assertTrue(storage.sizeBytes() < before);
      assertEquals(0, storage.verify().size());
      WriteTransaction more = storage.begin(Durability.SYNCED);
      records.insert(more, DOCUMENTS + 1, DOCUMENT);
      more.commit();
    }
    try (Storage storage = SqliteStorage.open(options);
        Snapshot reader = storage.openSnapshot()) {
      assertEquals(2, storage.recordStore("r").count(reader));
      assertEquals(DOCUMENT, storage.recordStore("r").find(reader, DOCUMENTS));
    }
  }
}
