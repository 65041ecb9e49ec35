package dev.meerkat.engine.oplog;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.transaction.SessionTransactions;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.UuidRepresentation;
import org.junit.jupiter.api.AfterEach;

/** An engine with an oplog, and the entries that some work makes. Threads: one test. */
abstract class OplogFixture extends EngineFixture {
  static final UUID SESSION = new UUID(7, 7);

  @AfterEach
  void close() {
    closeEngine();
  }

  private List<BsonDocument> entries(BsonTimestamp after) {
    List<BsonDocument> entries = new ArrayList<>();
    long last = after.getValue();
    try (OplogReader reader = engine.oplog().reader(after.getValue())) {
      while (reader.advance()) {
        BsonDocument entry = reader.current().toBson();
        assertEquals(reader.timestampBits(), entry.getTimestamp("ts").getValue());
        assertTrue(Long.compareUnsigned(reader.timestampBits(), last) > 0);
        last = reader.timestampBits();
        entries.add(entry);
      }
    }
    assertEquals(last, Math.max(after.getValue(), engine.oplog().newest().getValue()));
    return entries;
  }

  /** The entries of some work. */
  final List<BsonDocument> entriesOf(Runnable work) {
    BsonTimestamp before = engine.oplog().newest();
    work.run();
    return entries(before);
  }

  final BsonDocument entryOf(Runnable work) {
    List<BsonDocument> entries = entriesOf(work);
    assertEquals(1, entries.size(), entries::toString);
    return entries.getFirst();
  }

  final BsonBinary uuid(Namespace namespace) {
    CollectionEntry entry = requireNonNull(engine.catalog().find(namespace));
    return new BsonBinary(entry.uuid(), UuidRepresentation.STANDARD);
  }

  /** An entry without what differs from run to run. */
  static BsonDocument told(BsonDocument entry) {
    BsonDocument told = entry.clone();
    List.of("ts", "t", "v", "wall", "ui").forEach(told::remove);
    return told;
  }

  final void in(boolean starts, Consumer<Operation> work) {
    try (Operation operation = begin(SESSION, 1, starts, "test")) {
      work.accept(operation);
    }
  }

  final void commit() {
    try (Operation operation = begin(SESSION, 1, false, "commitTransaction")) {
      SessionTransactions.of(operation, "commitTransaction").commit(operation);
    }
  }

  static void assertCode(int code, Runnable refused) {
    assertEquals(code, assertThrows(ServerException.class, refused::run).code().number());
  }
}
