package dev.meerkat.engine.collection;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.command.ReadConcern;
import dev.meerkat.spi.storage.Durability;
import java.util.List;
import org.bson.BsonArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a hint says, the document of an _id is found and no other one. */
final class IdSearchTest extends EngineFixture {
  @AfterEach
  void close() {
    closeEngine();
  }

  private IdHints hints() {
    return engine.collections().idHints();
  }

  private long hash(String id) {
    DocumentView filter = filter(id);
    int element = BsonBytes.firstElement(filter.offset());
    byte[] array = filter.array();
    try (Operation operation = begin()) {
      String ident = requireNonNull(operation.collections().find(NS)).ident();
      return IdHints.hash(ident, array[element], array, BsonBytes.valueOffset(array, element));
    }
  }

  private static DocumentView filter(String id) {
    return DocumentView.of(doc("{_id: " + id + "}"));
  }

  private BsonArray findById(String id) {
    try (Operation operation = begin()) {
      return findById(operation, NS, id);
    }
  }

  private static BsonArray findById(Operation operation, Namespace namespace, String id) {
    DocumentBuilder reply = new DocumentBuilder(256);
    PointFind find = requireNonNull(PointFind.of(namespace, filter(id), true));
    assertTrue(find.reply(operation, reply));
    return reply.toView().toBson().getDocument("cursor").getArray("firstBatch");
  }

  private static BsonArray only(String document) {
    return new BsonArray(List.of(doc(document)));
  }

  private void increment(String id) {
    DocumentView statement = DocumentView.of(doc("{q: {_id: " + id + "}, u: {$inc: {v: 1}}}"));
    try (Operation operation = begin()) {
      PointUpdate point = requireNonNull(PointUpdate.ofStatement(statement));
      var run = requireNonNull(PointUpdateRun.of(operation, NS, point, new Recorded()));
      assertNotNull(run.run(Durability.BUFFERED));
    }
  }

  private static final class Recorded implements UpdateRun.Recorder<DocumentView> {
    @Override
    public void begin(Turn turn) {}

    @Override
    public DocumentView record(
        Turn turn, @Nullable DocumentView before, DocumentView after, UpdateOutcome outcome) {
      return after.retain();
    }
  }

  @Test
  void whatWasFoundIsHintedAt() {
    insert("{_id: 1, v: 1}", "{_id: 'a', v: 2}");
    assertEquals(0, hints().find(hash("1")));
    assertEquals(only("{_id: 1, v: 1}"), findById("1"));
    assertEquals(1, hints().find(hash("1")));
    increment("'a'");
    assertEquals(2, hints().find(hash("'a'")));
    assertEquals(only("{_id: 'a', v: 3}"), findById("'a'"));
    assertEquals(new BsonArray(), findById("2"));
    assertEquals(0, hints().find(hash("2")));
  }

  @Test
  void aWrongHintIsNotTaken() {
    insert("{_id: 1, v: 1}", "{_id: 2, v: 2}", "{_id: 3.0, v: 3}", "{v: 4, _id: 4}");
    for (long wrong : new long[] {2, 3, 4, 99}) {
      hints().note(hash("1"), wrong);
      assertEquals(only("{_id: 1, v: 1}"), findById("1"));
      assertEquals(1, hints().find(hash("1")));
    }
    hints().note(hash("1"), 2);
    increment("1");
    assertEquals(only("{_id: 1, v: 2}"), findById("1"));
    assertEquals(only("{_id: 2, v: 2}"), findById("2"));
    hints().note(hash("5"), 2);
    assertEquals(new BsonArray(), findById("5"));
    insert("{_id: {$numberLong: '6'}}", "{_id: {$date: {$numberLong: '6'}}}");
    hints().note(hash("{$date: {$numberLong: '6'}}"), 5);
    assertEquals(
        only("{_id: {$date: {$numberLong: '6'}}}"), findById("{$date: {$numberLong: '6'}}"));
    // The same number in another type is the same _id, and is found by the index.
    for (int i = 0; i < 3; i++) {
      assertEquals(only("{_id: 3.0, v: 3}"), findById("3"));
    }
  }

  @Test
  void aDocumentThatWasReplacedIsFoundInItsNewRecord() {
    insert("{_id: 1, v: 1}");
    assertEquals(only("{_id: 1, v: 1}"), findById("1"));
    delete("{_id: 1}", true);
    assertEquals(0, hints().find(hash("1")));
    assertEquals(new BsonArray(), findById("1"));
    insert("{_id: 1, v: 2}");
    assertEquals(only("{_id: 1, v: 2}"), findById("1"));
    assertEquals(2, hints().find(hash("1")));
  }

  @Test
  void aSnapshotFindsItsOwn() {
    insert("{_id: 1, v: 1}");
    try (Operation old = begin(new ReadConcern(ReadConcern.Level.SNAPSHOT, true, 0, 0))) {
      old.start();
      delete("{_id: 1}", true);
      insert("{_id: 1, v: 2}");
      assertEquals(only("{_id: 1, v: 2}"), findById("1"));
      for (int i = 0; i < 3; i++) {
        assertEquals(only("{_id: 1, v: 1}"), findById(old, NS, "1"));
        assertEquals(only("{_id: 1, v: 2}"), findById("1"));
      }
    }
    assertEquals(only("{_id: 1, v: 2}"), findById("1"));
  }

  @Test
  void collectionsDoNotShareHints() {
    insert("{_id: 1, v: 1}");
    Namespace other = new Namespace("test", "others");
    assertEquals(only("{_id: 1, v: 1}"), findById("1"));
    long own = hash("1");
    assertEquals(1, hints().find(own));
    try (Operation operation = begin()) {
      var _ =
          engine
              .writes()
              .insert(
                  operation,
                  new InsertRequest(
                      other,
                      List.of(
                          DocumentView.of(doc("{_id: 0}")), DocumentView.of(doc("{_id: 1, v: 2}"))),
                      true,
                      new int[0],
                      null,
                      false,
                      false));
      assertEquals(only("{_id: 1, v: 2}"), findById(operation, other, "1"));
    }
    assertEquals(1, hints().find(own));
  }

  @Test
  void hashesOfNeighboursHardlyEverMeet() {
    IdHints many = new IdHints(1 << 20);
    DocumentBuilder builder = new DocumentBuilder(64);
    int kept = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int id = 1; id <= 1_000; id++) {
        byte[] array = builder.clear().appendInt32("_id", id).toBytes();
        long hash = IdHints.hash("t", BsonBytes.INT32, array, 9);
        if (pass == 0) {
          many.note(hash, id);
        } else if (many.find(hash) == id) {
          kept++;
        } else {
          assertEquals(0, many.find(hash));
        }
      }
    }
    assertTrue(kept > 700);
    assertEquals(0, new IdHints(0).find(5));
  }
}
