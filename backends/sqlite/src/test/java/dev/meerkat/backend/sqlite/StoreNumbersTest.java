package dev.meerkat.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a store's numbers are stored, and how files are read that have them of all or of some. */
final class StoreNumbersTest {
  private static final DocumentView DOCUMENT =
      DocumentView.of(new BsonDocument("n", new BsonInt32(1)));

  @TempDir Path folder = Path.of(".");

  private static Storage open(Path folder) {
    return new SqliteStorageProvider()
        .open("sqlite", new StorageOptions(folder, new FixedTicker()));
  }

  private static void append(Storage storage, long first, long last) {
    RecordStore records = storage.recordStore("records");
    for (long id = first; id <= last; id++) {
      WriteTransaction transaction = storage.begin(Durability.BUFFERED);
      records.insert(transaction, id, DOCUMENT);
      transaction.commit();
    }
  }

  private static void create(Storage storage, TableKind kind) {
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    transaction.createTable("records", kind, "test");
    transaction.commit();
  }

  private static void delete(Storage storage, long id) {
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    storage.recordStore("records").delete(transaction, id, DOCUMENT.length());
    transaction.commit();
  }

  private static long count(Storage storage) {
    try (Snapshot snapshot = storage.openSnapshot()) {
      RecordStore records = storage.recordStore("records");
      assertEquals(records.count(snapshot) * DOCUMENT.length(), records.dataSizeBytes(snapshot));
      return records.count(snapshot);
    }
  }

  /** What the file says, whatever is to be added. */
  private static long stored(Path folder) {
    SqliteConnection connection = SqliteConnection.open(EnvironmentFile.in(folder), false);
    long count = connection.number("SELECT count FROM counters WHERE number = 1");
    connection.close();
    return count;
  }

  @ParameterizedTest
  @EnumSource(names = {"RECORDS", "LOG"})
  void appendingStoresTheNumbersNowAndThen(TableKind kind) {
    try (Storage storage = open(folder)) {
      create(storage, kind);
      append(storage, 1, 63);
      assertEquals(0, stored(folder));
      assertEquals(63, count(storage));
      append(storage, 64, 64);
      assertEquals(64, stored(folder));
      append(storage, 65, 100);
      assertEquals(64, stored(folder));
      assertEquals(100, count(storage));
      assertEquals(List.of(), storage.verify());
    }
    assertEquals(100, stored(folder));
  }

  @ParameterizedTest
  @EnumSource(names = {"RECORDS", "LOG"})
  void whatIsStoredIsTakenOutAtOnce(TableKind kind) {
    try (Storage storage = open(folder)) {
      create(storage, kind);
      append(storage, 1, 70);
      delete(storage, 70);
      assertEquals(64, stored(folder));
      assertEquals(69, count(storage));
      delete(storage, 1);
      assertEquals(68, stored(folder));
      assertEquals(68, count(storage));
      append(storage, 71, 71);
      assertEquals(68, stored(folder));
      assertEquals(List.of(), storage.verify());
    }
  }

  /** The files as a crash would leave them. */
  @ParameterizedTest
  @EnumSource(names = {"RECORDS", "LOG"})
  void whatWasNotStoredIsCountedAfterACrash(TableKind kind) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (Storage storage = open(folder)) {
      create(storage, kind);
      append(storage, 1, 100);
      for (String name : List.of("meerkat.sqlite", "meerkat.sqlite-wal")) {
        Path _ = Files.copy(folder.resolve(name), copy.resolve(name));
      }
    }
    try (Storage storage = open(copy)) {
      assertEquals(100, count(storage));
      append(storage, 101, 120);
      delete(storage, 3);
      assertEquals(119, count(storage));
      append(storage, 121, 130);
      assertEquals(List.of(), storage.verify());
    }
    try (Storage storage = open(copy)) {
      assertEquals(129, count(storage));
    }
  }

  /** A file of the format before: its numbers are of all records. */
  @Test
  void aFileOfTheFormatBeforeIsBroughtUpToDate() {
    try (Storage storage = open(folder)) {
      create(storage, TableKind.LOG);
      append(storage, 1, 10);
    }
    SqliteConnection connection = SqliteConnection.open(EnvironmentFile.in(folder), false);
    connection.execute("ALTER TABLE counters DROP COLUMN counted");
    connection.execute("PRAGMA user_version = 1");
    connection.close();
    for (int opened = 1; opened <= 3; opened++) {
      try (Storage storage = open(folder)) {
        assertEquals(9L + opened, count(storage));
        assertEquals(List.of(), storage.verify());
        append(storage, 10 + opened, 10 + opened);
        assertEquals(10L + opened, count(storage));
      }
    }
    assertEquals(13, stored(folder));
  }
}
