package dev.meerkat.engine.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.contract.fault.Faults;
import dev.meerkat.contract.fault.FaultyStorage;
import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits that fail, before the store has them or after. */
final class UnsyncedCommitTest extends EngineFixture {
  private static final UUID SESSION = new UUID(1, 1);

  private final Faults faults = new Faults();

  @BeforeEach
  void openOverFailures() {
    engine.close();
    engine =
        open(
            new FaultyStorage(
                new MemoryStorageProvider()
                    .open("memory", new StorageOptions(Path.of("."), ticker)),
                faults));
    insert("{_id: 1, n: 1}");
    try (Operation operation = begin(SESSION, 1, true, "update")) {
      update(operation, "{_id: 1}", "{$inc: {n: 1}}", false, false);
    }
  }

  @AfterEach
  void close() {
    closeEngine();
  }

  private static StorageException failure() {
    return new StorageException.Failed("a fault on purpose", null);
  }

  private void commit() {
    try (Operation operation = begin(SESSION, 1, false, "commitTransaction")) {
      SessionTransactions.of(operation, "commitTransaction").commit(operation);
    }
  }

  @Test
  void whatTheStoreDoesNotHaveIsAborted() {
    faults.failNext(Faults.Call.COMMIT, UnsyncedCommitTest::failure);
    assertThrows(ServerException.class, this::commit);
    assertEquals(251, assertThrows(ServerException.class, this::commit).code().number());
    assertEquals(List.of(doc("{_id: 1, n: 1}")), find("{}"));
  }

  /** Who is told that there was no transaction does everything once more. */
  @Test
  void whatTheStoreHasIsCommittedThoughItsSyncHasFailed() {
    faults.failAfterNextCommit(UnsyncedCommitTest::failure);
    assertThrows(ServerException.class, this::commit);
    commit();
    assertEquals(List.of(doc("{_id: 1, n: 2}")), find("{}"));
  }
}
