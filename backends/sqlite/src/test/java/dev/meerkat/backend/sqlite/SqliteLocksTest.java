package dev.meerkat.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.contract.FixedTicker;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.jdbc4.JDBC4Connection;

/** On Unix the file is one process' own, and what its connections lock is in its memory. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "SQLite has no such file system there")
final class SqliteLocksTest {
  private static final DocumentView DOCUMENT = DocumentView.of(new BsonDocument());

  @TempDir Path folder = Path.of(".");

  @Test
  void locksAndTheIndexOfTheLogStayInTheProcess() throws IOException {
    Set<String> files = Set.of("meerkat.sqlite", "meerkat.sqlite-wal");
    try (Storage storage = open(folder)) {
      create(storage);
      try (Snapshot before = storage.openSnapshot()) {
        insert(storage, 1);
        try (Snapshot after = storage.openSnapshot()) {
          assertEquals(0, storage.recordStore("r").count(before));
          assertEquals(1, storage.recordStore("r").count(after));
          assertEquals(files, names());
        }
      }
      storage.checkpoint();
      storage.reclaim(0);
      assertEquals(files, names());
    }
    assertEquals(Set.of("meerkat.sqlite"), names());
  }

  @Test
  void anotherProcessIsRefusedForAsLongAsItIsOpen() throws Exception {
    try (Storage storage = open(folder)) {
      create(storage);
      assertRefused();
      // Connections come and go, and the writer's does nothing: the file is locked all the same.
      storage.backup(Files.createDirectory(folder.resolve("copy")));
      List<Snapshot> readers = Stream.generate(storage::openSnapshot).limit(20).toList();
      readers.forEach(Snapshot::close);
      assertRefused();
      insert(storage, 1);
    }
    assertEquals("opened", answerOfAnotherProcess());
    try (Storage storage = open(folder);
        Snapshot reader = storage.openSnapshot()) {
      assertEquals(1, storage.recordStore("r").count(reader));
    }
  }

  @Test
  void whatAnOlderVersionHasLeftIsRecoveredWithoutItsIndex() throws Exception {
    Path left = Files.createDirectory(folder.resolve("left"));
    try (Storage storage = open(folder)) {
      create(storage);
    }
    long openings = openings(folder);
    Path file = EnvironmentFile.in(folder);
    try (JDBC4Connection older =
            new JDBC4Connection("jdbc:sqlite:" + file, file.toString(), new Properties());
        Statement statement = older.createStatement()) {
      assertEquals(1, statement.executeUpdate(Sql.COUNT_OPENING));
      for (String suffix : List.of("", "-wal", "-shm")) {
        String name = file.getFileName() + suffix;
        Files.copy(folder.resolve(name), left.resolve(name));
      }
    }
    try (Storage storage = open(left)) {
      assertEquals(openings + 2, openings(left));
      assertEquals(List.of(), storage.verify());
      assertTrue(Files.notExists(options(left).sharedIndex()));
    }
  }

  @Test
  void aPathMayHoldWhatEndsOrEscapesInAUri() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("a?vfs=unix-none&b%2fc#d ü"));
    try (Storage storage = open(odd)) {
      create(storage);
      insert(storage, 1);
      assertTrue(Files.exists(EnvironmentFile.in(odd)));
      assertTrue(Files.exists(options(odd).log()));
    }
    try (Storage storage = open(odd);
        Snapshot reader = storage.openSnapshot()) {
      assertEquals(1, storage.recordStore("r").count(reader));
    }
  }

  private void assertRefused() throws IOException, InterruptedException {
    String answer = answerOfAnotherProcess();
    assertTrue(
        answer.startsWith("the SQLite file is locked; another program may have it open"), answer);
  }

  private String answerOfAnotherProcess() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("jdk.module.path", "")
                    + File.pathSeparator
                    + System.getProperty("java.class.path"),
                SecondProcess.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      return lines.lines().collect(Collectors.joining("\n"));
    } finally {
      int _ = process.waitFor();
    }
  }

  private static EnvironmentFile options(Path folder) {
    return new EnvironmentFile(new StorageOptions(folder, new FixedTicker()));
  }

  private static Storage open(Path folder) {
    return new SqliteStorageProvider()
        .open("sqlite", new StorageOptions(folder, new FixedTicker()));
  }

  private static void create(Storage storage) {
    WriteTransaction creation = storage.begin(Durability.SYNCED);
    creation.createTable("r", TableKind.RECORDS, "test");
    creation.commit();
  }

  private static void insert(Storage storage, int id) {
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    storage.recordStore("r").insert(transaction, id, DOCUMENT);
    transaction.commit();
  }

  private static long openings(Path folder) {
    SqliteConnection connection = SqliteConnection.open(EnvironmentFile.in(folder), false);
    long openings = connection.number("SELECT count FROM counters WHERE number = 0");
    connection.close();
    return openings;
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
