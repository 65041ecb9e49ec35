package dev.meerkat.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.contract.StorageContract;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageProvider;
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
}
