package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.contract.fault.Faults;
import dev.meerkat.contract.fault.FaultyStorage;
import dev.meerkat.engine.EngineFixture;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A disk that fills in the middle of a batch, at each call that the batch makes. */
final class FullDiskTest extends EngineFixture {
  private static StorageException full() {
    return new StorageException.OutOfSpace("no space on purpose", null);
  }

  @AfterEach
  void close() {
    closeEngine();
  }

  @Test
  void nobodyIsWronglyAcknowledgedAndNothingHalfIsThere() {
    closeEngine();
    for (int call = 1; ; call++) {
      Faults faults = new Faults();
      Storage memory =
          new MemoryStorageProvider()
              .open("memory", new StorageOptions(Path.of("."), new ManualTicker()));
      engine = open(new FaultyStorage(memory, faults));
      createIndex("{key: {a: 1}, name: 'a'}");
      insert("{_id: 0, a: 0}");
      faults.failAt(call, FullDiskTest::full);
      List<Integer> acknowledged = acknowledged();
      boolean failed = !faults.isPending();
      faults.failAt(Long.MAX_VALUE / 2, FullDiskTest::full);
      assertEquals(acknowledged, ids(), "what is acknowledged is there, call " + call);
      checkConsistent();
      insert("{_id: 9, a: 9}");
      assertEquals(1, find("{a: 9}").size(), "the store is usable after call " + call);
      if (!failed) {
        assertTrue(call > 5, "the batch made calls that could fail");
        return;
      }
      closeEngine();
    }
  }

  /** The ids that are there, if all is true that was said of a batch of three. */
  private List<Integer> acknowledged() {
    List<Integer> ids = new ArrayList<>(List.of(0));
    try {
      BatchOutcome outcome = insert("{_id: 1, a: 1}", "{_id: 2, a: 2}", "{_id: 3, a: 3}");
      for (int id = 1; id <= outcome.n(); id++) {
        ids.add(id);
      }
    } catch (ServerException refused) {
      assertEquals(ErrorCode.OUT_OF_DISK_SPACE, refused.code());
    } catch (StorageException.OutOfSpace _) {
      // Of a read; the dispatcher would translate it.
    }
    return ids;
  }

  private List<Integer> ids() {
    List<Integer> ids = new ArrayList<>();
    for (BsonDocument document : find("{}")) {
      ids.add(document.getInt32("_id").getValue());
    }
    ids.sort(null);
    return ids;
  }
}
