package dev.meerkat.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log beside readers that stay for long. */
final class LogLimitTest {
  private static final long LIMIT = 1 << 20;
  private static final int BATCH = 30;
  private static final DocumentView DOCUMENT =
      DocumentView.of(new BsonDocument("a", new BsonBinary(new byte[8_000])));

  @TempDir Path folder = Path.of(".");
  private EnvironmentFile file;
  private Storage storage;
  private RecordStore records;
  private int last;

  @BeforeEach
  void open() {
    StorageOptions options = new StorageOptions(folder, new FixedTicker(), 1 << 20, LIMIT);
    file = new EnvironmentFile(options);
    storage = SqliteStorage.open(options);
    records = storage.recordStore("r");
    WriteTransaction creation = storage.begin(Durability.BUFFERED);
    creation.createTable("r", TableKind.RECORDS, "test");
    creation.commit();
  }

  @AfterEach
  void close() {
    assertEquals(0, storage.verify().size());
    storage.close();
  }

  @Test
  void theLogBeginsAnewBetweenTwoLongReaders() throws IOException {
    Snapshot reader = storage.openSnapshot();
    for (int round = 0; round < 30; round++) {
      write();
      // Nobody writes between the two.
      reader.close();
      reader = storage.openSnapshot();
      assertEquals((long) last, records.count(reader));
    }
    reader.close();
    long size = Files.size(file.log());
    assertTrue(size < 2 * LIMIT, () -> "the log has " + size + " bytes");
  }

  @Test
  void aReaderThatGoesLeavesAloneWhatWasCheckpointed() throws IOException {
    Snapshot before = storage.openSnapshot();
    while (Files.size(file.log()) < 3 * LIMIT / 2) {
      write();
    }
    storage.checkpoint();
    FileTime time = Files.getLastModifiedTime(file.path());
    before.close();
    assertEquals(time, Files.getLastModifiedTime(file.path()));

    // As soon as somebody has written, it may be copied.
    try (Snapshot _ = storage.openSnapshot()) {
      while (Files.size(file.log()) < 7 * LIMIT / 4) {
        write();
      }
    }
    assertNotEquals(time, Files.getLastModifiedTime(file.path()));
  }

  private void write() {
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    for (int i = 0; i < BATCH; i++) {
      records.insert(transaction, ++last, DOCUMENT);
    }
    transaction.commit();
  }
}
