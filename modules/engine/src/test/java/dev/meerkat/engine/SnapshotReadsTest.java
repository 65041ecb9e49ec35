package dev.meerkat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.engine.history.TimedRead;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.ReadConcern;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads outside of transactions at times that were handed out. */
final class SnapshotReadsTest extends EngineFixture {
  @AfterEach
  void close() {
    closeEngine();
  }

  private static ReadConcern snapshot(long at) {
    return new ReadConcern(ReadConcern.Level.SNAPSHOT, true, 0, at);
  }

  private record Read(long time, List<BsonDocument> documents) {}

  private Read read(long at) {
    try (Operation operation = begin(snapshot(at))) {
      List<BsonDocument> found = find(operation, FindRequest.of(NS, doc("{}")));
      return new Read(assertInstanceOf(TimedRead.class, operation.readPoint()).time(), found);
    }
  }

  @Test
  void aTimeThatWasHandedOutIsReadAgain() {
    insert("{_id: 1, a: 1}");
    Read first = read(0);
    update("{_id: 1}", "{$set: {a: 2}}", false, false);
    insert("{_id: 2}");
    Read second = read(0);
    delete("{_id: 1}", true);
    assertEquals(List.of(doc("{_id: 1, a: 1}")), read(first.time()).documents());
    assertEquals(List.of(doc("{_id: 1, a: 2}"), doc("{_id: 2}")), read(second.time()).documents());
    assertEquals(List.of(doc("{_id: 2}")), read(0).documents());
  }

  @Test
  void theBatchesOfACursorSeeOneTime() {
    insert("{_id: 1}", "{_id: 2}", "{_id: 3}");
    try (Operation operation = begin(snapshot(0));
        OpenCursor cursor = engine.reads().find(operation, FindRequest.of(NS, doc("{}")))) {
      assertEquals(true, cursor.documents().advance());
      cursor.execution().suspend();
      delete("{_id: 2}", true);
      insert("{_id: 4}");
      assertEquals(true, cursor.documents().advance());
      assertEquals(doc("{_id: 2}"), cursor.documents().current().toBson());
      assertEquals(true, cursor.documents().advance());
      assertEquals(doc("{_id: 3}"), cursor.documents().current().toBson());
      assertEquals(false, cursor.documents().advance());
    }
  }

  @Test
  void collectionsAreThereThatWereThereAtTheTime() {
    insert("{_id: 1}");
    long before = read(0).time();
    try (Operation operation = begin()) {
      engine.catalog().drops().drop(operation, NS, null);
    }
    long between = read(0).time();
    insert("{_id: 2}");
    assertEquals(List.of(doc("{_id: 1}")), read(before).documents());
    assertEquals(List.of(), read(between).documents());
    assertEquals(List.of(doc("{_id: 2}")), read(0).documents());
  }

  @Test
  void aTimeIsKeptForAsLongAsTheWindowSays() {
    insert("{_id: 1}");
    var _ = read(0);
    ticker.advance(74_000);
    insert("{_id: 2}");
    long known = read(0).time();
    delete("{_id: 1}", true);
    ticker.advance(2_000);
    var _ = read(0);
    ticker.advance(297_000);
    engine.snapshotReads().tidy();
    assertEquals(List.of(doc("{_id: 1}"), doc("{_id: 2}")), read(known).documents());
    ticker.advance(80_000);
    var _ = read(0);
    assertEquals(239, assertThrows(ServerException.class, () -> read(known)).code().number());
  }

  @Test
  void aTimeBeforeTheFirstReadIsNotKept() {
    insert("{_id: 1}");
    long before = engine.clock().lastCommitted().getValue();
    update("{_id: 1}", "{$set: {a: 1}}", false, false);
    assertEquals(239, assertThrows(ServerException.class, () -> read(before)).code().number());
    // That it was asked for begins the history.
    long now = engine.clock().lastCommitted().getValue();
    update("{_id: 1}", "{$set: {a: 2}}", false, false);
    assertEquals(List.of(doc("{_id: 1, a: 1}")), read(now).documents());
  }

  @Test
  void whatIsTooOldIsRefusedAndNothingIsKeptForNobody() {
    long unknown = engine.clock().lastCommitted().getValue() - (10L << 32);
    assertEquals(239, assertThrows(ServerException.class, () -> read(unknown)).code().number());
    insert("{_id: 1}");
    long known = read(0).time();
    ticker.advance(301_000);
    insert("{_id: 2}");
    assertEquals(239, assertThrows(ServerException.class, () -> read(known)).code().number());
    ticker.advance(301_000);
    engine.snapshotReads().tidy();
    assertFalse(engine.history().isPinned());
    assertEquals(0, engine.history().bytes());
  }
}
