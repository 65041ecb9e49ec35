package dev.meerkat.engine;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.engine.transaction.SessionTransactions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operation that is not to wait ends where it would have to, and has done nothing. */
final class MustWaitTest extends EngineFixture {
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);

  @BeforeEach
  void insertOne() {
    insert("{_id: 1, n: 0}");
  }

  @AfterEach
  void close() {
    closeEngine();
  }

  private static Operation hurried(Operation operation) {
    operation.interruption().refuseWaiting();
    return operation;
  }

  private void increment(Operation operation) {
    var _ = update(operation, "{_id: 1}", "{$inc: {n: 1}}", false, false);
  }

  private void assertRefused(Operation operation) {
    assertThrows(MustWait.class, () -> increment(operation));
    assertCounts(0);
  }

  private void assertCounts(int n) {
    assertEquals(List.of(doc("{_id: 1, n: " + n + "}")), find("{}"));
  }

  @Test
  void whoFindsNothingInItsWayWrites() {
    try (Operation operation = hurried(begin(ONE, 1))) {
      increment(operation);
    }
    assertCounts(1);
  }

  @Test
  void aSessionAtWorkIsNotWaitedForEvenOnItsOwnThread() {
    try (Operation holder = begin(ONE, 1)) {
      var retries = requireNonNull(holder.session()).retryableWrites();
      retries.enter(holder);
      try (Operation operation = hurried(begin(ONE, 1))) {
        assertRefused(operation);
      }
      retries.leave();
    }
    try (Operation operation = hurried(begin(ONE, 1))) {
      increment(operation);
    }
    assertCounts(1);
  }

  @Test
  void aTransactionThatHasWrittenTheSameIsNotWaitedFor() {
    try (Operation statement = begin(ONE, 1, true, "update")) {
      increment(statement);
    }
    try (Operation operation = hurried(begin(TWO, 1))) {
      assertRefused(operation);
    }
    try (Operation commit = begin(ONE, 1, false, "commitTransaction")) {
      SessionTransactions.of(commit, "commitTransaction").commit(commit);
    }
    try (Operation operation = hurried(begin(TWO, 1))) {
      increment(operation);
    }
    assertCounts(2);
  }

  @Test
  void aLockOfAllWritesIsNotWaitedFor() {
    try (Operation locking = begin()) {
      int _ = engine.turns().lock().lock(locking, 0);
      try (Operation operation = hurried(begin(ONE, 1))) {
        assertRefused(operation);
      }
      int _ = engine.turns().lock().unlock();
    }
    assertCounts(0);
  }

  @Test
  void nothingElseIsWaitedForEither() {
    try (Operation operation = hurried(begin())) {
      assertThrows(MustWait.class, () -> operation.interruption().sleep(1));
      assertThrows(MustWait.class, () -> operation.interruption().awaitData(() -> false, 1));
    }
  }

  /** It is counted once, when it is done. */
  @Test
  void whatHasToBeDoneAgainIsCountedThen() {
    long before = engine.operations().counters().updates();
    try (Operation locking = begin()) {
      int _ = engine.turns().lock().lock(locking, 0);
      try (Operation operation = hurried(begin(ONE, 1))) {
        assertRefused(operation);
      }
      int _ = engine.turns().lock().unlock();
    }
    try (Operation operation = begin(ONE, 1)) {
      increment(operation);
    }
    assertEquals(before + 1, engine.operations().counters().updates());
  }
}
