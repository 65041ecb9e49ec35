package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.command.WriteConcern;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.ForwardingStorage;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is acknowledged with majority is synced, whichever turn of the command was the last. */
final class BatchDurabilityTest extends EngineFixture {
  private static final WriteConcern ACKNOWLEDGED =
      new WriteConcern(new BsonInt32(1), true, false, false, 0, true);
  private static final WriteConcern MAJORITY = WriteConcern.NONE;
  private static final UUID SESSION = new UUID(1, 2);

  @BeforeEach
  void openDurable() {
    engine.close();
    engine =
        open(
            new SaysDurable(
                new MemoryStorageProvider()
                    .open("memory", new StorageOptions(Path.of("."), new ManualTicker()))));
    try (Operation operation = begin(ACKNOWLEDGED, 1)) {
      BatchOutcome _ =
          engine.writes().insert(operation, insertRequest(true, "{_id: 1, a: 1}", "{_id: 2}"));
    }
  }

  @AfterEach
  void close() {
    closeEngine();
  }

  private Operation begin(WriteConcern concern, long number) {
    return begin(SESSION, number, concern);
  }

  private void assertAllSynced() {
    assertEquals(engine.clock().lastCommitted(), engine.clock().lastSynced());
  }

  private BatchOutcome update(boolean ordered, String... statements) {
    List<UpdateStatement> updates =
        List.of(statements).stream()
            .map(
                q ->
                    new UpdateStatement(
                        doc(q), doc("{$set: {a: 5}}"), null, false, false, null, null, null, null))
            .toList();
    try (Operation operation = begin(MAJORITY, 2)) {
      return engine
          .writes()
          .update(
              operation,
              new UpdateRequest(NS, updates, ordered, null, new int[0], null, false, false));
    }
  }

  @Test
  void aRepeatedInsertWaitsForWhatTheFirstDidNotWaitFor() {
    try (Operation operation = begin(MAJORITY, 1)) {
      BatchOutcome outcome =
          engine.writes().insert(operation, insertRequest(true, "{_id: 1, a: 1}", "{_id: 2}"));
      assertEquals(2, outcome.n());
    }
    assertAllSynced();
  }

  @Test
  void aRepeatedFindAndModifyWaitsForWhatTheFirstDidNotWaitFor() {
    for (WriteConcern concern : List.of(ACKNOWLEDGED, MAJORITY)) {
      try (Operation operation = begin(concern, 2)) {
        FindAndModifyOutcome outcome =
            engine.writes().findAndModify(operation, removal("{_id: 2}"));
        assertEquals(1, outcome.n());
      }
    }
    assertAllSynced();
  }

  private static FindAndModifyRequest removal(String query) {
    return new FindAndModifyRequest(
        NS, doc(query), null, null, false, false, null, null, null, null, null, 0, false, false);
  }

  @Test
  void aFailedLastStatementLeavesNoneBeforeItUnsynced() {
    createIndex("{key: {a: 1}, name: 'a_1', unique: true}");
    BatchOutcome outcome = update(true, "{_id: 1}", "{_id: 2}");
    assertEquals(1, outcome.n());
    assertEquals(1, outcome.errors().size());
    assertAllSynced();
  }

  @Test
  void aLastStatementThatFindsNothingLeavesNoneBeforeItUnsynced() {
    assertEquals(1, update(true, "{_id: 1}", "{b: 9}").n());
    assertAllSynced();
  }

  @Test
  void aStatementThatFindsNothingWaitsForWhatWasBefore() {
    assertEquals(0, update(true, "{b: 9}").n());
    assertAllSynced();
  }

  /** A store in memory that is asked for synced commits as one on a disk would be. */
  private record SaysDurable(Storage inner) implements ForwardingStorage {
    @Override
    public Set<StorageBehavior> lacks() {
      return Set.of();
    }

    @Override
    public WriteTransaction begin(Durability durability) {
      return inner.begin(Durability.BUFFERED);
    }

    @Override
    public void sync() {
      // There is nothing to be lost but the time at which it was called.
    }
  }
}
