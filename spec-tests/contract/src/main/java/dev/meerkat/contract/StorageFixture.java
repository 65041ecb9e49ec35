package dev.meerkat.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Opens an environment for each test and closes it after. Threads: one test at a time. */
public abstract class StorageFixture {
  private static final Ticker TICKER =
      new Ticker() {
        @Override
        public long wallMillis() {
          return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  @TempDir Path root = Path.of(".");
  private final List<Storage> opened = new ArrayList<>();
  private @Nullable Storage current;

  /** The provider under test. */
  protected abstract StorageProvider provider();

  /** The name under which {@link #provider()} opens the backend. */
  protected String name() {
    return provider().names().iterator().next();
  }

  /** How an environment in {@code folder} is opened. */
  protected StorageOptions options(Path folder) {
    return new StorageOptions(folder, TICKER);
  }

  @BeforeEach
  void openEnvironment() {
    current = open(folder("environment"));
  }

  @AfterEach
  void closeEnvironments() {
    opened.forEach(Storage::close);
  }

  /** A folder of this test's own, created when needed. */
  protected final Path folder(String folderName) {
    try {
      return Files.createDirectories(root.resolve(folderName));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens an environment that is closed after the test. */
  protected final Storage open(Path folder) {
    return open(options(folder));
  }

  /** Opens an environment that is closed after the test. */
  protected final Storage open(StorageOptions options) {
    Storage storage = provider().open(name(), options);
    opened.add(storage);
    return storage;
  }

  /** The environment that each test begins with. */
  protected final Storage storage() {
    Storage storage = current;
    if (storage == null) {
      throw new IllegalStateException("no environment is open");
    }
    return storage;
  }

  /** Closes the test's environment and opens it again. */
  protected final Storage reopen() {
    storage().close();
    current = open(folder("environment"));
    return storage();
  }

  protected final boolean has(StorageBehavior behavior) {
    return !storage().lacks().contains(behavior);
  }

  protected final void write(Consumer<WriteTransaction> work) {
    write(storage(), work);
  }

  protected static void write(Storage storage, Consumer<WriteTransaction> work) {
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    try {
      work.accept(transaction);
      transaction.commit();
    } finally {
      transaction.rollback();
    }
  }

  protected final <T extends @Nullable Object> T read(Function<Snapshot, T> work) {
    return read(storage(), work);
  }

  protected static <T extends @Nullable Object> T read(
      Storage storage, Function<Snapshot, T> work) {
    try (Snapshot snapshot = storage.openSnapshot()) {
      return work.apply(snapshot);
    }
  }

  protected final RecordStore createRecords(String ident) {
    write(transaction -> transaction.createTable(ident, TableKind.RECORDS, "test"));
    return storage().recordStore(ident);
  }

  protected final SortedTable createSorted(String ident, TableKind kind) {
    write(transaction -> transaction.createTable(ident, kind, "test"));
    return storage().sortedTable(ident);
  }

  /** A small document that tells its number. */
  protected static DocumentView document(int number) {
    return DocumentView.of(new BsonDocument("n", new BsonInt32(number)));
  }

  /** A document that tells its number and has about as many bytes as asked for. */
  protected static DocumentView document(int number, int bytes) {
    byte[] filling = new byte[Math.max(0, bytes - 32)];
    Arrays.fill(filling, (byte) number);
    return DocumentView.of(
        new BsonDocument("n", new BsonInt32(number)).append("filling", new BsonBinary(filling)));
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  protected static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The ids from {@code from} on, as a cursor answers them. */
  protected static List<Long> ids(
      RecordStore records, StorageReader reader, Direction direction, long from) {
    List<Long> ids = new ArrayList<>();
    try (RecordCursor cursor = records.open(reader, direction, from)) {
      while (cursor.advance()) {
        ids.add(cursor.recordId());
      }
    }
    return ids;
  }

  /** The keys of a range as text, as a cursor answers them. */
  protected static List<String> keys(
      SortedTable table, StorageReader reader, KeyRange range, Direction direction) {
    try (SortedCursor cursor = table.open(reader, range, direction)) {
      return remainingKeys(cursor);
    }
  }

  protected static List<String> remainingKeys(SortedCursor cursor) {
    List<String> keys = new ArrayList<>();
    while (cursor.advance()) {
      keys.add(text(Arrays.copyOf(cursor.key(), cursor.keyLength())));
    }
    return keys;
  }

  /** Fails unless the environment's own check is content. */
  protected final void assertSound() {
    List<String> problems = storage().verify();
    assertTrue(problems.isEmpty(), problems::toString);
  }
}
