package dev.meerkat.backend.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.contract.AssertingStorage;
import dev.meerkat.contract.SortedContract;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The wrapper changes nothing for those who use it well, and finds out those who do not. */
final class AssertingStorageTest extends SortedContract {
  @Override
  protected StorageProvider provider() {
    return new StorageProvider() {
      @Override
      public Set<String> names() {
        return Set.of("memory");
      }

      @Override
      public Storage open(String name, StorageOptions options) {
        return new AssertingStorage(new MemoryStorageProvider().open(name, options));
      }
    };
  }

  /** The wrong length that would make them wrong does not pass here. */
  @Override
  @Test
  protected void countsAreTakenAnewFromWhatThereIs() {
    assertThrows(AssertionError.class, super::countsAreTakenAnewFromWhatThereIs);
  }

  /** The wrapper has found out before. */
  @Override
  @Test
  protected void aFinderEndsWithItsReader() {
    assertThrows(AssertionError.class, super::aFinderEndsWithItsReader);
  }

  /** The wrapper has found out before. */
  @Override
  @Test
  protected void moreThanWasAskedForIsAMistake() {
    assertThrows(AssertionError.class, super::moreThanWasAskedForIsAMistake);
  }

  private RecordStore twoRecords() {
    RecordStore records = createRecords("two");
    write(
        transaction -> {
          records.insert(transaction, 1, document(1));
          records.insert(transaction, 2, document(2));
        });
    return records;
  }

  @Test
  void aSnapshotLeftOpenIsFoundWhenTheStorageCloses() {
    Storage other = open(folder("other"));
    Snapshot _ = other.openSnapshot();
    assertThrows(AssertionError.class, other::close);
  }

  @Test
  void aCursorLeftOpenIsFoundWhenItsSnapshotCloses() {
    RecordStore records = twoRecords();
    Snapshot snapshot = storage().openSnapshot();
    RecordCursor _ = records.open(snapshot, Direction.FORWARD, 0);
    assertThrows(AssertionError.class, snapshot::close);
  }

  @Test
  void aDocumentKeptWithoutRetainIsSpoilt() {
    RecordStore records = twoRecords();
    try (Snapshot snapshot = storage().openSnapshot();
        RecordCursor cursor = records.open(snapshot, Direction.FORWARD, 0)) {
      assertTrue(cursor.advance());
      DocumentView kept = cursor.current();
      DocumentView retained = kept.retain();
      assertTrue(cursor.advance());
      assertEquals((byte) 0xEE, kept.array()[kept.offset()]);
      assertEquals(document(1), retained);
    }
  }

  @Test
  void usingWhatHasEndedIsFound() {
    RecordStore records = twoRecords();
    Snapshot snapshot = storage().openSnapshot();
    RecordCursor cursor = records.open(snapshot, Direction.FORWARD, 0);
    assertThrows(AssertionError.class, cursor::current);
    cursor.close();
    assertThrows(AssertionError.class, cursor::advance);
    snapshot.close();
    snapshot.close();
    assertThrows(AssertionError.class, () -> records.count(snapshot));
  }

  @Test
  void wrongLengthsAndIdsInUseAreFound() {
    RecordStore records = twoRecords();
    WriteTransaction transaction = storage().begin(Durability.BUFFERED);
    assertThrows(AssertionError.class, () -> records.insert(transaction, 1, document(1)));
    assertThrows(AssertionError.class, () -> records.insert(transaction, 0, document(1)));
    assertThrows(AssertionError.class, () -> records.delete(transaction, 1, 3));
    assertThrows(AssertionError.class, () -> records.delete(transaction, 9, 3));
    transaction.rollback();
  }

  @Test
  void anotherThreadIsFound() throws InterruptedException {
    RecordStore records = twoRecords();
    try (Snapshot snapshot = storage().openSnapshot()) {
      Throwable[] failure = new Throwable[1];
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () ->
                      failure[0] =
                          assertThrows(AssertionError.class, () -> records.count(snapshot)));
      thread.join();
      assertTrue(failure[0] instanceof AssertionError);
    }
  }
}
