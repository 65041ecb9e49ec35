package dev.meerkat.engine.transaction;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.spi.ServerException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transactions as several clients see them. */
final class TransactionTest extends EngineFixture {
  private static final UUID ONE = new UUID(1, 1);
  private static final UUID TWO = new UUID(2, 2);

  @AfterEach
  void close() {
    closeEngine();
  }

  private void in(UUID session, boolean starts, Consumer<Operation> work) {
    in(session, 1, starts, work);
  }

  /** A statement as the dispatcher runs it: what fails ends the transaction. */
  private void in(UUID session, long number, boolean starts, Consumer<Operation> work) {
    try (Operation operation = begin(session, number, starts, "test")) {
      try {
        work.accept(operation);
      } catch (RuntimeException e) {
        operation.failed();
        throw e;
      }
    }
  }

  private void commit(UUID session, long number) {
    try (Operation operation = begin(session, number, false, "commitTransaction")) {
      SessionTransactions.of(operation, "commitTransaction").commit(operation);
    }
  }

  private void abort(UUID session) {
    try (Operation operation = begin(session, 1, false, "abortTransaction")) {
      SessionTransactions.of(operation, "abortTransaction").abort(operation);
    }
  }

  private List<BsonDocument> seen(Operation operation, String filter) {
    return find(operation, FindRequest.of(NS, doc(filter)));
  }

  private static int codeOf(Runnable refused) {
    return assertThrows(ServerException.class, refused::run).code().number();
  }

  @Test
  void ownChangesAreSeenAndNobodyElseSeesThemBeforeTheCommit() {
    createIndex("{key: {a: 1}, name: 'a_1'}");
    insert("{_id: 1, a: 1}", "{_id: 2, a: 2}", "{_id: 3, a: 3}");
    in(ONE, true, op -> insert(op, "{_id: 4, a: 0}"));
    in(ONE, false, op -> update(op, "{_id: 1}", "{$set: {a: 9}}", false, false));
    in(ONE, false, op -> delete(op, "{a: 2}", true));
    in(
        ONE,
        false,
        op -> {
          assertEquals(
              List.of(doc("{_id: 1, a: 9}"), doc("{_id: 3, a: 3}"), doc("{_id: 4, a: 0}")),
              seen(op, "{}"));
          assertEquals(
              List.of(doc("{_id: 4, a: 0}"), doc("{_id: 3, a: 3}")), seen(op, "{a: {$lt: 9}}"));
        });
    assertEquals(3, find("{}").size());
    assertEquals(1, find("{a: 2}").size());
    commit(ONE, 1);
    assertEquals(
        List.of(doc("{_id: 1, a: 9}"), doc("{_id: 3, a: 3}"), doc("{_id: 4, a: 0}")), find("{}"));
    assertEquals(List.of(doc("{_id: 1, a: 9}")), find("{a: {$gt: 3}}"));
    checkConsistent();
    assertEquals(0, engine.history().bytes());
  }

  @Test
  void anAbortedTransactionLeavesNothing() {
    insert("{_id: 1, a: 1}");
    in(ONE, true, op -> update(op, "{}", "{$inc: {a: 1}}", true, false));
    in(ONE, false, op -> insert(op, "{_id: 2}"));
    abort(ONE);
    assertEquals(List.of(doc("{_id: 1, a: 1}")), find("{}"));
    assertEquals(251, codeOf(() -> commit(ONE, 1)));
    assertEquals(251, codeOf(() -> in(ONE, false, op -> seen(op, "{}"))));
    assertTrue(engine.history().claims().isEmpty());
    checkConsistent();
  }

  @Test
  void readsAreThoseOfTheBeginning() {
    createIndex("{key: {a: 1}, name: 'a_1'}");
    insert("{_id: 1, a: 1}", "{_id: 2, a: 2}");
    in(ONE, true, op -> assertEquals(2, seen(op, "{}").size()));
    insert("{_id: 3, a: 3}");
    update("{_id: 1}", "{$set: {a: 5}}", false, false);
    update("{_id: 1}", "{$set: {a: 6}}", false, false);
    delete("{_id: 2}", true);
    in(
        ONE,
        false,
        op -> {
          List<BsonDocument> old = List.of(doc("{_id: 1, a: 1}"), doc("{_id: 2, a: 2}"));
          assertEquals(old, seen(op, "{}"));
          assertEquals(old, seen(op, "{a: {$gte: 0}}"));
          assertEquals(List.of(), seen(op, "{a: 6}"));
          assertEquals(List.of(doc("{_id: 2, a: 2}")), seen(op, "{_id: 2}"));
        });
    commit(ONE, 1);
    assertEquals(2, find("{}").size());
  }

  @Test
  void whatAnotherTransactionHasWrittenConflictsAtOnce() {
    insert("{_id: 1, a: 1}");
    in(ONE, true, op -> update(op, "{_id: 1}", "{$inc: {a: 1}}", false, false));
    assertEquals(
        112,
        codeOf(() -> in(TWO, true, op -> update(op, "{_id: 1}", "{$inc: {a: 1}}", false, false))));
    assertEquals(251, codeOf(() -> commit(TWO, 1)));
    commit(ONE, 1);
    assertEquals(List.of(doc("{_id: 1, a: 2}")), find("{}"));
  }

  @Test
  void whatWasCommittedSinceTheBeginningConflicts() {
    insert("{_id: 1, a: 1}");
    in(ONE, true, op -> seen(op, "{}"));
    update("{_id: 1}", "{$inc: {a: 1}}", false, false);
    assertEquals(112, codeOf(() -> in(ONE, false, op -> delete(op, "{_id: 1}", true))));
    assertEquals(List.of(doc("{_id: 1, a: 2}")), find("{}"));
  }

  @Test
  void aKeyOfAUniqueIndexIsWrittenByOneOnly() {
    createIndex("{key: {u: 1}, name: 'u_1', unique: true}");
    in(ONE, true, op -> insert(op, "{_id: 1, u: 7}"));
    assertEquals(112, codeOf(() -> in(TWO, true, op -> insert(op, "{_id: 2, u: 7}"))));
    in(TWO, 2, true, op -> seen(op, "{}"));
    commit(ONE, 1);
    assertEquals(112, codeOf(() -> in(TWO, 2, false, op -> insert(op, "{_id: 2, u: 7}"))));
    in(TWO, 3, true, op -> assertEquals(1, insert(op, "{_id: 2, u: 7}").errors().size()));
    assertEquals(251, codeOf(() -> commit(TWO, 3)));
    checkConsistent();
  }

  @Test
  void aPlainWriterWaitsForTheEndOfATransaction() throws Exception {
    insert("{_id: 1, a: 1}");
    in(ONE, true, op -> update(op, "{_id: 1}", "{$set: {a: 10}}", false, false));
    CompletableFuture<?> plain =
        CompletableFuture.runAsync(() -> update("{_id: 1}", "{$inc: {a: 1}}", false, false));
    assertThrows(TimeoutException.class, () -> plain.get(200, TimeUnit.MILLISECONDS));
    commit(ONE, 1);
    plain.get(10, TimeUnit.SECONDS);
    assertEquals(List.of(doc("{_id: 1, a: 11}")), find("{}"));
  }

  @Test
  void aDropWaitsForTheWritersOfItsCollection() throws Exception {
    insert("{_id: 1}");
    in(ONE, true, op -> insert(op, "{_id: 2}"));
    CompletableFuture<?> drop =
        CompletableFuture.runAsync(
            () -> {
              try (Operation operation = begin()) {
                engine.catalog().drops().drop(operation, NS, null);
              }
            });
    assertThrows(TimeoutException.class, () -> drop.get(200, TimeUnit.MILLISECONDS));
    commit(ONE, 1);
    drop.get(10, TimeUnit.SECONDS);
    assertNull(engine.catalog().find(NS));
  }

  @Test
  void whatIsDroppedCanStillBeReadAsItWas() {
    insert("{_id: 1}");
    in(ONE, true, op -> assertEquals(1, seen(op, "{}").size()));
    try (Operation operation = begin()) {
      engine.catalog().drops().drop(operation, NS, null);
    }
    in(ONE, false, op -> assertEquals(1, seen(op, "{}").size()));
    assertEquals(112, codeOf(() -> in(ONE, false, op -> insert(op, "{_id: 2}"))));
    assertEquals(List.of(), find("{}"));
  }

  @Test
  void aCollectionIsMadeWithTheCommit() {
    in(
        ONE,
        true,
        op -> {
          assertTrue(engine.catalog().create(op, NS, CollectionOptions.NONE, null));
          engine.indexes().create(op, NS, List.of(doc("{key: {a: 1}, name: 'a_1', v: 2}")));
        });
    in(ONE, false, op -> insert(op, "{_id: 1, a: [1, 2]}"));
    assertNull(engine.catalog().find(NS));
    in(ONE, false, op -> assertEquals(1, seen(op, "{a: 2}").size()));
    commit(ONE, 1);
    assertEquals(1, find("{a: 2}").size());
    assertTrue(requireNonNull(requireNonNull(engine.catalog().find(NS)).index("a_1")).isMultikey());
    checkConsistent();
  }

  @Test
  void aCollectionThatAnotherHasMadeConflicts() {
    in(ONE, true, op -> insert(op, "{_id: 1}"));
    assertEquals(112, codeOf(() -> in(TWO, true, op -> insert(op, "{_id: 2}"))));
    abort(ONE);
    insert("{_id: 3}");
    assertNotNull(engine.catalog().find(NS));
  }

  @Test
  void existingCollectionsGetNoIndexesInside() {
    insert("{_id: 1}");
    assertEquals(
        263,
        codeOf(
            () ->
                in(
                    ONE,
                    true,
                    op ->
                        engine
                            .indexes()
                            .create(op, NS, List.of(doc("{key: {a: 1}, name: 'a_1', v: 2}"))))));
  }

  @Test
  void anIndexMadeMeanwhileConflicts() {
    insert("{_id: 1, a: 1}");
    in(ONE, true, op -> seen(op, "{}"));
    createIndex("{key: {a: 1}, name: 'a_1'}");
    assertEquals(112, codeOf(() -> in(ONE, false, op -> insert(op, "{_id: 2, a: 2}"))));
    checkConsistent();
  }

  @Test
  void cappedCollectionsAreNotWrittenInside() {
    try (Operation operation = begin()) {
      engine
          .catalog()
          .create(operation, NS, CollectionOptions.parse(doc("{capped: true, size: 4096}")), null);
    }
    assertEquals(263, codeOf(() -> in(ONE, true, op -> insert(op, "{_id: 1}"))));
  }

  @Test
  void aDuplicateKeyEndsTheTransaction() {
    insert("{_id: 1}");
    in(
        ONE,
        true,
        op -> assertEquals(11000, insert(op, "{_id: 1}").errors().getFirst().code().number()));
    assertEquals(251, codeOf(() -> commit(ONE, 1)));
  }

  @Test
  void numbersTellWhichTransactionIsMeant() {
    insert("{_id: 1}");
    in(ONE, 5, true, op -> insert(op, "{_id: 2}"));
    assertEquals(225, codeOf(() -> in(ONE, 4, true, op -> seen(op, "{}"))));
    assertEquals(117, codeOf(() -> in(ONE, 5, true, op -> seen(op, "{}"))));
    assertEquals(251, codeOf(() -> in(ONE, 6, false, op -> seen(op, "{}"))));
    commit(ONE, 5);
    commit(ONE, 5);
    assertEquals(256, codeOf(() -> in(ONE, 5, false, op -> seen(op, "{}"))));
    in(ONE, 6, true, op -> insert(op, "{_id: 3}"));
    in(ONE, 7, true, op -> seen(op, "{}"));
    assertEquals(225, codeOf(() -> commit(ONE, 6)));
    assertEquals(2, find("{}").size());
  }

  @Test
  void aTransactionThatIsOpenForTooLongIsAborted() {
    insert("{_id: 1, a: 1}");
    in(ONE, true, op -> update(op, "{}", "{$set: {a: 2}}", true, false));
    ticker.advance(61_000);
    engine.transactionWatch().run();
    assertEquals(251, codeOf(() -> commit(ONE, 1)));
    update("{}", "{$set: {a: 3}}", true, false);
    assertEquals(List.of(doc("{_id: 1, a: 3}")), find("{}"));
  }

  @Test
  void theCommitThatFillsTheMemoryOfHistoryEndsTheOldestTransaction() {
    insert("{_id: 1, a: 1}");
    in(ONE, true, op -> seen(op, "{}"));
    ticker.advance(1);
    engine.history().maxBytes(2_000);
    int writes = 0;
    while (engine.history().isPinned()) {
      update("{_id: 1}", "{$inc: {a: 1}}", false, false);
      writes++;
      assertTrue(writes < 100, "history grows without an end");
    }
    assertEquals(251, codeOf(() -> in(ONE, false, op -> seen(op, "{}"))));
    assertEquals(0, engine.history().bytes());
  }

  @Test
  void aTransactionThatCommitsIntoAFullHistoryIsCommitted() {
    insert("{_id: 1, a: 1}");
    in(ONE, true, op -> seen(op, "{}"));
    ticker.advance(1);
    in(TWO, true, op -> update(op, "{_id: 1}", "{$set: {a: 2}}", false, false));
    engine.history().maxBytes(1);
    commit(TWO, 1);
    engine.history().maxBytes(1 << 20);
    commit(TWO, 1);
    assertEquals(251, codeOf(() -> in(ONE, false, op -> seen(op, "{}"))));
    assertEquals(List.of(doc("{_id: 1, a: 2}")), find("{}"));
  }

  @Test
  void aTransactionThatIsTooLargeFails() {
    engine.history().maxBytes(1_000);
    in(ONE, true, op -> insert(op, "{_id: 1}"));
    String large = "x".repeat(1_000);
    assertEquals(
        388, codeOf(() -> in(ONE, false, op -> insert(op, "{_id: 2, a: '" + large + "'}"))));
    assertEquals(List.of(), find("{}"));
  }

  @Test
  void transactionsAreCounted() {
    TransactionCounts counts = engine.transactionCounts();
    in(ONE, true, op -> assertEquals(1, counts.active()));
    assertEquals(1, counts.open());
    assertEquals(0, counts.active());
    commit(ONE, 1);
    in(TWO, true, op -> insert(op, "{_id: 1}"));
    abort(TWO);
    assertEquals(
        List.of(2L, 1L, 1L, 0L),
        List.of(counts.started(), counts.committed(), counts.aborted(), counts.open()));
    for (int attempt = 0; attempt < 2; attempt++) {
      try (Operation operation = begin(ONE, 7)) {
        insert(operation, "{_id: 5}", "{_id: 6}");
      }
    }
    assertEquals(
        List.of(1L, 2L, 1L),
        List.of(counts.retriedCommands(), counts.retriedStatements(), counts.rowsWritten()));
  }

  @Test
  void transactionsOfAnEndedSessionAreAborted() {
    insert("{_id: 1}");
    in(ONE, true, op -> insert(op, "{_id: 2}"));
    try (Operation killer = begin()) {
      engine.sessions().kill(List.of(), killer);
    }
    assertEquals(251, codeOf(() -> commit(ONE, 1)));
    assertFalse(engine.history().isPinned());
  }
}
