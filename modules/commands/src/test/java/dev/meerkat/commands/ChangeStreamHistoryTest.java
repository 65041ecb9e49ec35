package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.ServerException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Change streams whose next event is not in the oplog any more. */
final class ChangeStreamHistoryTest extends EngineFixture {
  private static final int MEGABYTE = 1 << 20;
  private static final String FILLING = "x".repeat(100_000);

  @BeforeEach
  void createCollection() {
    run("{create: 'c'}");
  }

  /** Writes more than the oplog holds, and takes the rest away. */
  private void loseHistory() {
    try (Operation operation = engine.operations().beginInternal("local", "test")) {
      engine.catalog().resizeOplog(operation, MEGABYTE);
    }
    for (int i = 0; i < 30; i++) {
      run("{insert: 'filling', documents: [{filling: '" + FILLING + "'}]}");
    }
    engine.tidy();
  }

  private BsonDocument watch(String options) {
    return run("{aggregate: 'c', pipeline: [{$changeStream: {" + options + "}}], cursor: {}}")
        .getDocument("cursor");
  }

  private BsonDocument more(BsonDocument cursor) {
    return run("{getMore: "
            + cursor.getInt64("id").toString().replaceAll(".*=(-?[0-9]+).*", "NumberLong('$1')")
            + ", collection: 'c', maxTimeMS: 1000}")
        .getDocument("cursor");
  }

  private static void assertLost(Runnable refused) {
    ServerException lost = assertThrows(ServerException.class, refused::run);
    assertEquals(286, lost.code().number());
    assertEquals("ChangeStreamHistoryLost", lost.code().codeName());
    assertEquals(List.of("NonResumableChangeStreamError"), lost.labels());
  }

  @Test
  void whoComesBackTooLateIsTold() {
    BsonDocument cursor = watch("");
    BsonTimestamp before = engine.clock().lastCommitted();
    run("{insert: 'c', documents: [{_id: 1}]}");
    BsonDocument event = more(cursor).getArray("nextBatch").get(0).asDocument();
    String token = event.getDocument("_id").toJson();
    assertEquals(0, watch("resumeAfter: " + token).getArray("firstBatch").size());
    loseHistory();
    assertLost(() -> watch("resumeAfter: " + token));
    assertLost(() -> watch("startAfter: " + token));
    assertLost(
        () ->
            watch(
                "startAtOperationTime: Timestamp(%d, %d)"
                    .formatted(before.getTime(), before.getInc())));
  }

  @Test
  void anOpenStreamThatFallsBehindIsTold() {
    BsonDocument cursor = watch("");
    run("{insert: 'c', documents: [{_id: 1}]}");
    loseHistory();
    assertLost(() -> more(cursor));
  }

  @Test
  void whoHasSeenWhatWasLostGoesOn() {
    loseHistory();
    BsonDocument cursor = watch("");
    run("{insert: 'c', documents: [{_id: 2}]}");
    assertEquals(1, more(cursor).getArray("nextBatch").size());
  }
}
