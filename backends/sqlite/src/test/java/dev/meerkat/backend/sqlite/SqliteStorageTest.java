package dev.meerkat.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.contract.StorageContract;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import dev.meerkat.spi.storage.TableKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

final class SqliteStorageTest extends StorageContract {
  @Override
  protected StorageProvider provider() {
    return new SqliteStorageProvider();
  }

  @Override
  protected void writeNewerFormat(Path folder) {
    SqliteConnection connection = SqliteConnection.open(EnvironmentFile.in(folder), false);
    connection.execute("PRAGMA user_version = " + (EnvironmentFile.FORMAT + 1));
    connection.close();
  }

  @Test
  void anEmptyFileIsDamageAndNotANewEnvironment() throws IOException {
    Path folder = folder("emptied");
    Path _ = Files.createFile(EnvironmentFile.in(folder));
    assertThrows(StorageException.Corrupt.class, () -> open(folder));
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws IOException {
    Path folder = folder("text");
    Path _ = Files.writeString(EnvironmentFile.in(folder), "no database".repeat(1000));
    assertThrows(StorageException.Corrupt.class, () -> open(folder));
  }

  @Test
  void theDatabaseOfAnotherApplicationIsRefused() {
    Path folder = folder("foreign");
    SqliteConnection connection = SqliteConnection.open(EnvironmentFile.in(folder), true);
    connection.execute("CREATE TABLE theirs(a)");
    connection.close();
    assertThrows(StorageException.Corrupt.class, () -> open(folder));
  }

  @Test
  void aTruncatedFileIsReported() throws IOException {
    RecordStore records = createRecords("records");
    write(
        transaction -> {
          for (int id = 1; id <= 2000; id++) {
            records.insert(transaction, id, document(id, 1000));
          }
        });
    storage().close();
    Path file = EnvironmentFile.in(folder("environment"));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      FileChannel _ = channel.truncate(Files.size(file) / 2);
    }
    assertThrows(StorageException.Corrupt.class, () -> open(folder("environment")));
  }

  @Test
  void droppedTablesAreReapedInLaterCommitsAndTheirNumbersUsedAgain() {
    RecordStore kept = createRecords("kept");
    RecordStore records = createRecords("records");
    SortedTable entries = createSorted("entries", TableKind.INDEX);
    SortedTable documents = createSorted("documents", TableKind.TABLE);
    write(
        transaction -> {
          kept.insert(transaction, 1, document(1));
          for (int id = 1; id <= 3000; id++) {
            records.insert(transaction, id, document(id));
            entries.put(transaction, bytes("key " + id), bytes(""));
            documents.put(transaction, bytes("key " + id), bytes("value"));
          }
        });
    write(
        transaction -> {
          transaction.dropTable("records");
          transaction.dropTable("entries");
          transaction.dropTable("documents");
        });
    assertEquals(3001, rows("records"));
    write(transaction -> kept.insert(transaction, 2, document(2)));
    long afterOne = rows("records");
    assertTrue(afterOne < 3002 && afterOne > 2, () -> "rows: " + afterOne);
    for (int id = 3; id <= 500 && rows("idents") > 1; id++) {
      int number = id;
      write(transaction -> kept.insert(transaction, number, document(number)));
    }
    assertEquals(1, rows("idents"));
    assertEquals(0, rows("entries"));
    assertEquals(0, rows("documents"));
    assertEquals((long) read(kept::count), rows("records"));
    write(transaction -> transaction.createTable("next", TableKind.RECORDS, "test"));
    assertEquals(2, rows("idents WHERE number <= 2"));
    assertSound();
  }

  @Test
  void checkpointsReapWhenNobodyWrites() {
    RecordStore records = createRecords("records");
    write(
        transaction -> {
          for (int id = 1; id <= 3000; id++) {
            records.insert(transaction, id, document(id));
          }
        });
    write(transaction -> transaction.dropTable("records"));
    for (int i = 0; i < 10; i++) {
      storage().checkpoint();
    }
    assertEquals(0, rows("records"));
    assertEquals(0, rows("idents"));
    assertSound();
  }

  @Test
  void theLogIsWrittenOverFromItsBeginning() throws IOException {
    long limit = 2L << 20;
    Path folder = folder("rewritten");
    StorageOptions options =
        new StorageOptions(
            folder, options(folder).ticker(), StorageOptions.DEFAULT_CACHE_BYTES, limit);
    Storage rewritten = open(options);
    write(rewritten, transaction -> transaction.createTable("records", TableKind.RECORDS, "test"));
    RecordStore records = rewritten.recordStore("records");
    long least = Long.MAX_VALUE;
    for (int id = 1; id <= 2000; id++) {
      int number = id;
      write(rewritten, transaction -> records.insert(transaction, number, document(number)));
      long size = Files.size(new EnvironmentFile(options).log());
      assertTrue(size <= limit + limit / 4, () -> "bytes: " + size);
      if (id > 500) {
        least = Math.min(least, size);
      }
    }
    long kept = least;
    assertTrue(kept >= limit, () -> "bytes: " + kept);
    assertEquals(2000L, read(rewritten, records::count));
  }

  private long rows(String table) {
    SqliteConnection connection =
        SqliteConnection.open(EnvironmentFile.in(folder("environment")), false);
    long rows = connection.number("SELECT count(*) FROM " + table);
    connection.close();
    return rows;
  }
}
