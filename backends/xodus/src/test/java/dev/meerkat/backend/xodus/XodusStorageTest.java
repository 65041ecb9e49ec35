package dev.meerkat.backend.xodus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.contract.StorageContract;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageProvider;
import dev.meerkat.spi.storage.TableKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class XodusStorageTest extends StorageContract {
  @Override
  protected StorageProvider provider() {
    return new XodusStorageProvider();
  }

  @Override
  protected void writeNewerFormat(Path folder) {
    new Marker(Marker.FORMAT + 1, 0).write(folder);
  }

  /** Xodus removes whole files of its log, and never the newest ones. */
  @Override
  protected long boundedSizeBytes() {
    return 256L << 20;
  }

  @Test
  void aLogThatLostWhatWasSyncedIsRefusedAndNotCutFurther() throws IOException {
    RecordStore records = createRecords("records");
    write(transaction -> records.insert(transaction, 1, document(1, 1000)));
    storage().close();
    Path log = folder("environment").resolve(LogFiles.name(0));
    long size = Files.size(log);
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      FileChannel _ = channel.truncate(size - 1);
    }
    assertThrows(StorageException.Corrupt.class, () -> open(folder("environment")));
    assertEquals(size - 1, Files.size(log), "what is left may still be rescued");
  }

  @Test
  void aTornWriteBehindWhatWasSyncedIsRepaired() throws IOException {
    RecordStore records = createRecords("records");
    write(transaction -> records.insert(transaction, 1, document(1, 1000)));
    storage().close();
    byte[] torn = new byte[300];
    Arrays.fill(torn, (byte) 0x85);
    Path _ =
        Files.write(
            folder("environment").resolve(LogFiles.name(0)), torn, StandardOpenOption.APPEND);
    Storage again = open(folder("environment"));
    assertEquals(1L, read(again, again.recordStore("records")::count));
    assertEquals(List.of(), again.verify());
    write(again, next -> again.recordStore("records").insert(next, 2, document(2, 1000)));
    again.close();
    assertEquals(List.of(), open(folder("environment")).verify());
  }

  @Test
  void aLogOfAnotherApplicationIsRefusedAndLeftAlone() throws IOException {
    Path folder = folder("foreign");
    Path log = folder.resolve(LogFiles.name(0));
    Path _ = Files.write(log, new byte[100]);
    assertThrows(StorageException.Corrupt.class, () -> open(folder));
    assertEquals(100, Files.size(log));
  }

  @Test
  void anEnvironmentThatIsOpenElsewhereIsRefused() {
    assertThrows(StorageException.class, () -> open(folder("environment")));
    RecordStore records = createRecords("records");
    write(transaction -> records.insert(transaction, 1, document(1)));
    assertEquals(1L, read(records::count));
  }

  @Test
  void aDiskThatFillsAcrossLogFilesLeavesTheLogWhole() {
    int large = 15 << 20;
    Storage limited = open(options(folder("limited")).withMaxBytes(100L << 20));
    write(limited, transaction -> transaction.createTable("records", TableKind.RECORDS, "test"));
    RecordStore records = limited.recordStore("records");
    write(
        limited,
        transaction -> {
          for (int id = 1; id <= 3; id++) {
            records.insert(transaction, id, document(id, large));
          }
        });
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThrows(
          StorageException.OutOfSpace.class,
          () ->
              write(
                  limited,
                  transaction -> {
                    for (int id = 4; id <= 8; id++) {
                      records.insert(transaction, id, document(id, large));
                    }
                  }));
      int small = 100 + attempt;
      write(limited, transaction -> records.insert(transaction, small, document(small, 1000)));
    }
    assertEquals(6L, read(limited, records::count));
    assertEquals(List.of(), limited.verify());
    limited.close();
    Storage again = open(folder("limited"));
    assertEquals(6L, read(again, again.recordStore("records")::count));
    assertEquals(List.of(), again.verify());
  }
}
