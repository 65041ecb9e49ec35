package dev.meerkat.engine.cache;

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.contract.AssertingStorage;
import dev.meerkat.contract.FixedTicker;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;

/** A storage with a cache above a backend that counts what it is asked for. */
abstract class CacheFixture {
  final AtomicInteger reads = new AtomicInteger();
  Storage storage = open(1 << 20);
  RecordStore records = storage.recordStore("records");

  static Storage memory() {
    return new MemoryStorageProvider()
        .open("memory", new StorageOptions(Path.of("."), new FixedTicker()));
  }

  final Storage open(long bytes) {
    Storage opened =
        CachedStorage.over(new CountedStorage(new AssertingStorage(memory()), reads), bytes);
    write(opened, transaction -> transaction.createTable("records", TableKind.RECORDS, "test"));
    return opened;
  }

  @AfterEach
  void close() {
    storage.close();
  }

  static void write(Storage storage, Consumer<WriteTransaction> work) {
    WriteTransaction transaction = storage.begin(Durability.BUFFERED);
    try {
      work.accept(transaction);
      transaction.commit();
    } finally {
      transaction.rollback();
    }
  }

  static DocumentView document(int number, int bytes) {
    return DocumentView.of(
        new BsonDocument("n", new BsonInt32(number))
            .append("filling", new BsonBinary(new byte[bytes])));
  }

  static Map<Long, DocumentView> scan(
      RecordStore records, StorageReader reader, Direction direction, long from) {
    Map<Long, DocumentView> found = new TreeMap<>();
    try (RecordCursor cursor = records.open(reader, direction, from)) {
      while (cursor.advance()) {
        found.put(cursor.recordId(), cursor.current().retain());
      }
    }
    return found;
  }
}
