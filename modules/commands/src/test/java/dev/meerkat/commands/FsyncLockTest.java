package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ServerException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.junit.jupiter.api.Test;

/** The lock against writes that fsync takes. */
final class FsyncLockTest extends EngineFixture {

  @Test
  void writesWaitUntilTheLastLockIsGivenBackAndReadsDoNot() throws Exception {
    run("{insert: 'c', documents: [{_id: 1}]}");
    assertEquals(new BsonInt64(1), admin("{fsync: 1, lock: true}").get("lockCount"));
    assertEquals(new BsonInt64(2), admin("{fsync: 1, lock: true}").get("lockCount"));
    CompletableFuture<BsonDocument> writing =
        CompletableFuture.supplyAsync(() -> run("{insert: 'c', documents: [{_id: 2}]}"));
    TimeUnit.MILLISECONDS.sleep(200);
    assertFalse(writing.isDone());
    assertEquals(new BsonInt32(1), run("{count: 'c'}").get("n"));
    assertEquals(new BsonInt64(1), admin("{fsyncUnlock: 1}").get("lockCount"));
    assertFalse(writing.isDone());
    assertEquals(new BsonInt64(0), admin("{fsyncUnlock: 1}").get("lockCount"));
    assertEquals(new BsonInt32(1), writing.get(30, TimeUnit.SECONDS).get("n"));
    assertEquals(new BsonInt32(2), run("{count: 'c'}").get("n"));
  }

  @Test
  void aWriteWhoseTimeIsUpDoesNotWait() {
    admin("{fsync: 1, lock: true}");
    time.step(1_000_000_000);
    assertEquals(50, failure("{insert: 'c', documents: [{_id: 1}], maxTimeMS: 5}"));
    time.step(1_000);
    admin("{fsyncUnlock: 1}");
    assertEquals(new BsonInt32(0), run("{count: 'c'}").get("n"));
  }

  @Test
  void whateverElseWritesWaits() throws Exception {
    run("{insert: 'c', documents: [{_id: 1}]}");
    for (String write :
        List.of(
            "{create: 'other'}",
            "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a_1'}]}",
            "{collMod: 'c', validationLevel: 'moderate'}",
            "{findAndModify: 'c', query: {}, update: {$set: {b: 1}}}",
            "{aggregate: 'c', pipeline: [{$out: 'copy'}], cursor: {}}",
            "{dropIndexes: 'c', index: 'a_1'}",
            "{drop: 'c'}")) {
      admin("{fsync: 1, lock: true}");
      CompletableFuture<BsonDocument> writing = CompletableFuture.supplyAsync(() -> run(write));
      TimeUnit.MILLISECONDS.sleep(100);
      assertFalse(writing.isDone(), () -> write + ": " + writing);
      admin("{fsyncUnlock: 1}");
      assertNotNull(writing.get(30, TimeUnit.SECONDS));
    }
  }

  private int adminFailure(String json) {
    return assertThrows(ServerException.class, () -> admin(json), json).code().number();
  }

  @Test
  void whatIsNotLockedCannotBeUnlocked() {
    assertEquals(20, adminFailure("{fsyncUnlock: 1}"));
    admin("{fsync: 1, lock: true}");
    admin("{fsyncUnlock: 1}");
    assertEquals(20, adminFailure("{fsyncUnlock: 1}"));
  }
}
