package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tailable cursors on capped collections. */
final class TailableTest extends EngineFixture {
  @BeforeEach
  void createCapped() {
    run("{create: 'c', capped: true, size: 4096, max: 3}");
    run("{insert: 'c', documents: [{_id: 1}]}");
  }

  @Test
  void aWaitingCursorAnswersWhatIsInsertedMeanwhile() throws Exception {
    long id = open("awaitData: true");
    CompletableFuture<BsonArray> waiting =
        CompletableFuture.supplyAsync(() -> more(id, ", maxTimeMS: 3600000"));
    assertFalse(isDoneWithin(waiting, 300), "there is nothing to answer yet");
    run("{insert: 'c', documents: [{_id: 2}]}");
    assertEquals(BsonArray.parse("[{_id: 2}]"), waiting.get(30, TimeUnit.SECONDS));
  }

  @Test
  void aWaitingCursorThatIsKilledEnds() throws Exception {
    long id = open("awaitData: true");
    CompletableFuture<Integer> waiting =
        CompletableFuture.supplyAsync(
            () -> failure("{getMore: " + number(id) + ", collection: 'c', maxTimeMS: 3600000}"));
    assertFalse(isDoneWithin(waiting, 300), "there is nothing to answer yet");
    run("{killCursors: 'c', cursors: [" + number(id) + "]}");
    assertEquals(237, waiting.get(30, TimeUnit.SECONDS));
  }

  @Test
  void aWaitingCursorAnswersNothingWhenItsTimeIsUpAndStaysOpen() {
    long id = open("awaitData: true");
    time.step(1_000_000_000);
    assertEquals(new BsonArray(), more(id, ", maxTimeMS: 500"));
    time.step(1_000);
    run("{insert: 'c', documents: [{_id: 2}]}");
    assertEquals(BsonArray.parse("[{_id: 2}]"), more(id, ", maxTimeMS: 500"));
  }

  @Test
  void aCursorThatDoesNotWaitAnswersAtOnce() {
    long id = open("awaitData: false");
    assertEquals(new BsonArray(), more(id, ""));
    assertEquals(2, failure("{getMore: " + number(id) + ", collection: 'c', maxTimeMS: 1}"));
  }

  @Test
  void aCursorThatIsOvertakenHasLostItsPosition() {
    long id = open("awaitData: true");
    run("{insert: 'c', documents: [{_id: 2}, {_id: 3}, {_id: 4}, {_id: 5}]}");
    assertEquals(136, failure("{getMore: " + number(id) + ", collection: 'c'}"));
    assertEquals(43, failure("{getMore: " + number(id) + ", collection: 'c'}"));
  }

  @Test
  void aCursorWhosePositionIsTheOldestDocumentGoesOn() {
    long id = open("awaitData: false");
    run("{insert: 'c', documents: [{_id: 2}, {_id: 3}]}");
    assertEquals(BsonArray.parse("[{_id: 2}, {_id: 3}]"), more(id, ""));
    run("{insert: 'c', documents: [{_id: 4}, {_id: 5}]}");
    assertEquals(BsonArray.parse("[{_id: 4}, {_id: 5}]"), more(id, ""));
  }

  private long open(String options) {
    BsonDocument cursor = run("{find: 'c', tailable: true, " + options + "}").getDocument("cursor");
    assertEquals(BsonArray.parse("[{_id: 1}]"), cursor.getArray("firstBatch"));
    long id = cursor.getInt64("id").getValue();
    assertTrue(id != 0);
    return id;
  }

  private BsonArray more(long id, String options) {
    return run("{getMore: " + number(id) + ", collection: 'c'" + options + "}")
        .getDocument("cursor")
        .getArray("nextBatch");
  }

  private static String number(long id) {
    return "{$numberLong: '" + id + "'}";
  }

  private static boolean isDoneWithin(CompletableFuture<?> future, long millis)
      throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
    return future.isDone();
  }
}
