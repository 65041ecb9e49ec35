package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentView;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FindAndModifyTest extends EngineFixture {
  @AfterEach
  void close() {
    closeEngine();
  }

  private static FindAndModifyRequest request(
      String query, String sort, @Nullable BsonDocument update, boolean upsert, boolean returnNew) {
    return new FindAndModifyRequest(
        NS,
        doc(query),
        doc(sort),
        update,
        upsert,
        returnNew,
        null,
        null,
        null,
        null,
        null,
        0,
        false,
        false);
  }

  private FindAndModifyOutcome run(FindAndModifyRequest request) {
    try (Operation operation = begin()) {
      return engine.writes().findAndModify(operation, request);
    }
  }

  private static @Nullable BsonDocument value(FindAndModifyOutcome outcome) {
    DocumentView value = outcome.value();
    return value == null ? null : value.toBson();
  }

  @Test
  void firstBySortIsChangedAndAnsweredBeforeOrAfter() {
    insert("{_id: 1, a: 1}", "{_id: 2, a: 2}");
    BsonDocument update = doc("{$inc: {a: 10}}");
    assertEquals(doc("{_id: 2, a: 2}"), value(run(request("{}", "{a: -1}", update, false, false))));
    assertEquals(doc("{_id: 2, a: 22}"), value(run(request("{}", "{a: -1}", update, false, true))));
    assertEquals(doc("{_id: 1, a: 1}"), value(run(request("{}", "{a: 1}", null, false, false))));
    assertEquals(List.of(doc("{_id: 2, a: 22}")), find("{}"));
    assertNull(value(run(request("{_id: 9}", "{}", null, false, false))));
  }

  @Test
  void upsertAnswersTheNewDocument() {
    BsonDocument update = doc("{$set: {a: 1}}");
    FindAndModifyOutcome outcome = run(request("{_id: 5}", "{}", update, true, true));
    assertEquals(doc("{_id: 5, a: 1}"), value(outcome));
    assertEquals(new BsonInt32(5), outcome.upsertedId());
    assertFalse(outcome.updatedExisting());
  }

  @Test
  void retriedCommandAnswersTheSameImageAndDoesNothing() {
    insert("{_id: 1, n: 0}");
    UUID session = UUID.randomUUID();
    FindAndModifyRequest request = request("{_id: 1}", "{}", doc("{$inc: {n: 1}}"), false, false);
    for (int attempt = 0; attempt < 3; attempt++) {
      try (Operation operation = begin(session, 1)) {
        FindAndModifyOutcome outcome = engine.writes().findAndModify(operation, request);
        assertEquals(doc("{_id: 1, n: 0}"), value(outcome));
        assertEquals(attempt > 0, outcome.retried());
      }
    }
    assertEquals(List.of(doc("{_id: 1, n: 1}")), find("{}"));
  }

  @Test
  void manyWorkersTakeEachJobOnce() throws InterruptedException {
    int jobs = 200;
    for (int i = 0; i < jobs; i++) {
      insert("{_id: " + i + ", state: 'new'}");
    }
    createIndex("{key: {state: 1, _id: 1}, name: 'state'}");
    int[] taken = new int[4];
    Thread[] workers = new Thread[taken.length];
    BsonDocument take = doc("{$set: {state: 'taken'}}");
    for (int w = 0; w < workers.length; w++) {
      int worker = w;
      workers[w] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (run(request("{state: 'new'}", "{_id: 1}", take, false, false)).n()
                        == 1) {
                      taken[worker]++;
                    }
                  });
    }
    int sum = 0;
    for (int w = 0; w < workers.length; w++) {
      workers[w].join();
      sum += taken[w];
    }
    assertEquals(jobs, sum);
    assertTrue(find("{state: 'new'}").isEmpty());
    checkConsistent();
  }
}
