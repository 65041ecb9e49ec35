package dev.meerkat.engine.cursor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CursorRegistryTest extends EngineFixture {
  @AfterEach
  void close() {
    closeEngine();
  }

  private BsonDocument first(FindRequest request) {
    try (Operation operation = begin()) {
      return first(operation, request);
    }
  }

  private BsonDocument first(Operation operation, FindRequest request) {
    DocumentBuilder reply = new DocumentBuilder(256);
    engine.cursors().reply(engine.reads().find(operation, request), reply);
    return reply.toView().toBson().getDocument("cursor");
  }

  private BsonDocument more(Operation operation, long id, Namespace namespace, long size) {
    DocumentBuilder reply = new DocumentBuilder(256);
    engine.cursors().getMore(operation, new GetMoreRequest(id, namespace, size, -1), reply);
    return reply.toView().toBson().getDocument("cursor");
  }

  private BsonDocument more(long id, long size) {
    try (Operation operation = begin()) {
      return more(operation, id, NS, size);
    }
  }

  private static FindRequest inBatches(int size) {
    FindRequest all = FindRequest.of(NS, new BsonDocument());
    return new FindRequest(
        NS, all.filter(), null, null, null, 0, 0, size, false, null, null, true, all.options());
  }

  private static long id(BsonDocument cursor) {
    return cursor.getInt64("id").getValue();
  }

  private void insertMany(int count) {
    for (int i = 0; i < count; i++) {
      insert("{_id: " + i + "}");
    }
  }

  private int code(ThrowingCall call) {
    return assertThrows(ServerException.class, call::run).code().number();
  }

  private interface ThrowingCall {
    void run();
  }

  @Test
  void firstBatchHas101DocumentsAndTheRestFollows() {
    insertMany(250);
    BsonDocument cursor = first(inBatches(-1));
    assertEquals(101, cursor.getArray("firstBatch").size());
    assertEquals("test.things", cursor.getString("ns").getValue());
    assertEquals(1, engine.cursors().open());
    BsonDocument next = more(id(cursor), 100);
    assertEquals(100, next.getArray("nextBatch").size());
    assertEquals(id(cursor), id(next));
    BsonDocument last = more(id(cursor), 0);
    assertEquals(49, last.getArray("nextBatch").size());
    assertEquals(0, id(last));
    assertEquals(0, engine.cursors().open());
    assertEquals(43, code(() -> more(id(cursor), 0)));
  }

  @Test
  void cursorGoesOnThoughDocumentsComeAndGo() {
    insertMany(10);
    BsonDocument cursor = first(inBatches(3));
    delete("{_id: 3}", true);
    insert("{_id: 99}");
    List<BsonDocument> rest =
        more(id(cursor), 0).getArray("nextBatch").stream().map(each -> each.asDocument()).toList();
    assertEquals(doc("{_id: 4}"), rest.getFirst());
    assertEquals(doc("{_id: 99}"), rest.getLast());
    assertEquals(7, rest.size());
  }

  @Test
  void batchSizeZeroOpensTheCursorOnly() {
    insertMany(2);
    BsonDocument cursor = first(inBatches(0));
    assertTrue(cursor.getArray("firstBatch").isEmpty());
    assertNotEquals(0, id(cursor));
    assertEquals(2, more(id(cursor), 0).getArray("nextBatch").size());
  }

  @Test
  void foreignNamespaceAndSessionAreRefused() {
    insertMany(5);
    long id = id(first(inBatches(1)));
    try (Operation operation = begin()) {
      assertEquals(13, code(() -> more(operation, id, new Namespace("test", "other"), 0)));
    }
    try (Operation operation = begin(UUID.randomUUID(), -1)) {
      assertEquals(50736, code(() -> more(operation, id, NS, 0)));
    }
    assertEquals(4, more(id, 0).getArray("nextBatch").size());
  }

  @Test
  void dropEndsCursorsOfTheCollection() {
    insertMany(5);
    long id = id(first(inBatches(1)));
    try (Operation operation = begin()) {
      assertTrue(engine.catalog().drops().drop(operation, NS, null).isPresent());
    }
    assertEquals(175, code(() -> more(id, 0)));
    assertEquals(43, code(() -> more(id, 0)));
    assertEquals(0, engine.cursors().open());
  }

  @Test
  void killedAndIdleCursorsAreGone() {
    insertMany(5);
    long killed = id(first(inBatches(1)));
    long idle = id(first(inBatches(1)));
    CursorRegistry.Killed outcome = engine.cursors().kill(List.of(killed, 12L));
    assertEquals(List.of(killed), outcome.killed());
    assertEquals(List.of(12L), outcome.notFound());
    assertEquals(43, code(() -> more(killed, 0)));
    ticker.advance(600_001);
    engine.cursors().closeIdle();
    assertEquals(43, code(() -> more(idle, 0)));
  }

  @Test
  void aCursorOfASessionEndsWithTheSessionAndNotBefore() {
    insertMany(5);
    UUID session = UUID.randomUUID();
    long id = openIn(session);
    ticker.advance(600_001);
    engine.cursors().closeIdle();
    engine.sessions().endIdle();
    try (Operation operation = begin(session, -1)) {
      assertEquals(1, more(operation, id, NS, 1).getArray("nextBatch").size());
    }
    // That was a use of the session, too.
    ticker.advance(29 * 60_000);
    engine.sessions().endIdle();
    assertEquals(1, engine.cursors().open());
    ticker.advance(2 * 60_000);
    engine.sessions().endIdle();
    assertEquals(0, engine.cursors().open());
  }

  @Test
  void aCursorOfASessionEndsBeforeItWhereThatIsAskedFor() {
    insertMany(5);
    engine
        .server()
        .parameters()
        .setAtStartup("enableTimeoutOfInactiveSessionCursors", BsonBoolean.TRUE);
    long _ = openIn(UUID.randomUUID());
    ticker.advance(600_001);
    engine.cursors().closeIdle();
    assertEquals(0, engine.cursors().open());
  }

  private long openIn(UUID session) {
    try (Operation operation = begin(session, -1)) {
      return id(first(operation, inBatches(1)));
    }
  }

  @Test
  void tailableCursorAnswersWhatIsInsertedLater() {
    try (Operation operation = begin()) {
      engine
          .catalog()
          .create(operation, NS, CollectionOptions.parse(doc("{capped: true, size: 4096}")), null);
    }
    insertMany(2);
    FindRequest plain = inBatches(-1);
    FindRequest request =
        new FindRequest(
            NS,
            plain.filter(),
            null,
            null,
            null,
            0,
            0,
            -1,
            false,
            null,
            null,
            true,
            new FindRequest.Options(null, null, false, false, true, false, false, null));
    BsonDocument cursor = first(request);
    assertEquals(2, cursor.getArray("firstBatch").size());
    assertTrue(more(id(cursor), 0).getArray("nextBatch").isEmpty());
    insert("{_id: 50}");
    assertEquals(doc("{_id: 50}"), more(id(cursor), 0).getArray("nextBatch").get(0));
  }
}
