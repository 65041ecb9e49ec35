package dev.meerkat.contract.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.contract.FixedTicker;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageException.OutOfSpace;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriterTurn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that fails, at every call in turn, and a disk that fills. */
public abstract class StorageFaultContract {
  private static final int KIBIBYTE = 1 << 10;
  private static final long LIMIT_BYTES = 4L << 20;

  @TempDir Path folder;

  protected abstract StorageProvider provider();

  private Storage open(StorageOptions options) {
    return provider().open(provider().names().iterator().next(), options);
  }

  private StorageOptions options(String name) throws IOException {
    return new StorageOptions(Files.createDirectories(folder.resolve(name)), new FixedTicker());
  }

  /** What one run of the test does; each list is one turn of the writer. */
  private static final List<List<Change>> TURNS =
      List.of(
          List.of(
              new Change.Create("records", TableKind.RECORDS),
              new Change.Create("index", TableKind.INDEX)),
          List.of(new Change.Create("table", TableKind.TABLE)),
          List.of(
              new Change.Insert("records", 1, Documents.of(1, 10)),
              new Change.Put("index", key("a"), key("")),
              new Change.Put("table", key("count"), key("1"))),
          List.of(
              new Change.Insert("records", 2, Documents.of(2, 20 * KIBIBYTE)),
              new Change.Insert("records", 3, Documents.of(3, 30)),
              new Change.Put("index", key("b"), key("")),
              new Change.Put("index", key("c"), key("x"))),
          List.of(
              new Change.Update("records", 1, Documents.of(4, 40 * KIBIBYTE)),
              new Change.Remove("index", key("a")),
              new Change.Put("index", key("d"), key(""))),
          List.of(
              new Change.Delete("records", 1),
              new Change.Remove("index", key("d")),
              new Change.Put("table", key("count"), key("2"))),
          List.of(
              new Change.Drop("table"),
              new Change.Create("table", TableKind.TABLE),
              new Change.Put("table", key("new"), key("row"))),
          List.of(new Change.Drop("index")));

  private static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aFaultAtAnyCallLeavesNothingHalfDone() throws IOException {
    boolean faulted = true;
    for (int n = 1; faulted; n++) {
      StorageOptions options = options("fault-" + n);
      StorageModel model = new StorageModel();
      Storage real = open(options);
      try {
        faulted = runWithFault(real, model, n);
        model.assertMatches(real);
        assertEquals(List.of(), real.verify());
        write(real, model);
        model.assertMatches(real);
      } finally {
        real.close();
      }
      if (!real.lacks().contains(StorageBehavior.REOPENS)) {
        try (Storage again = open(options)) {
          model.assertMatches(again);
        }
      }
    }
  }

  /** Answers whether the fault came before the run was over. */
  private static boolean runWithFault(Storage real, StorageModel model, int n) {
    Faults faults = new Faults();
    FaultyStorage storage = new FaultyStorage(real, faults);
    WriterTurn turn = new WriterTurn(storage);
    faults.failAt(n, () -> new StorageException.Failed("a fault on purpose", null));
    for (List<Change> changes : TURNS) {
      try {
        boolean _ = turn.write(Durability.BUFFERED, work(storage, changes));
      } catch (StorageException.Failed e) {
        // The turn is gone as a whole; a client would try again.
        assertFalse(faults.isPending(), "one fault fails one turn");
        boolean _ = turn.write(Durability.BUFFERED, work(storage, changes));
      }
      changes.forEach(model::apply);
      try {
        read(storage);
      } catch (StorageException.Failed e) {
        read(storage);
      }
    }
    return !faults.isPending();
  }

  private static WriterTurn.Work<Boolean> work(Storage storage, List<Change> changes) {
    return transaction -> {
      changes.forEach(change -> change.apply(storage, transaction));
      return true;
    };
  }

  private static void read(Storage storage) {
    try (Snapshot snapshot = storage.openSnapshot();
        RecordCursor cursor =
            storage.recordStore("records").open(snapshot, Direction.REVERSE, Long.MAX_VALUE)) {
      while (cursor.advance()) {
        assertTrue(cursor.current().length() > 0);
      }
    }
  }

  /** The store still takes changes. */
  private static void write(Storage storage, StorageModel model) {
    List<Change> changes =
        List.of(
            new Change.Create("after", TableKind.RECORDS),
            new Change.Insert("after", 7, Documents.of(7, 70)),
            new Change.Insert("records", 9, Documents.of(9, 90)));
    boolean _ = new WriterTurn(storage).write(Durability.BUFFERED, work(storage, changes));
    changes.forEach(model::apply);
  }

  @Test
  void aFullDiskRefusesWhatNeedsSpaceAndKeepsTheRest() throws IOException {
    StorageOptions options = options("full").withMaxBytes(LIMIT_BYTES);
    StorageModel model = new StorageModel();
    Storage storage = open(options);
    try {
      WriterTurn turn = new WriterTurn(storage);
      run(turn, storage, model, new Change.Create("records", TableKind.RECORDS));
      long inserted = fill(turn, storage, model);
      assertTrue(inserted > 0, "something fits");
      model.assertMatches(storage);
      assertThrows(
          OutOfSpace.class,
          () ->
              run(
                  turn,
                  storage,
                  model,
                  new Change.Insert("records", inserted + 1, Documents.of(0, 2048 * KIBIBYTE))));
      model.assertMatches(storage);
      assertEquals(List.of(), storage.verify());
      run(turn, storage, model, new Change.Drop("records"));
      model.assertMatches(storage);
    } finally {
      storage.close();
    }
    if (!storage.lacks().contains(StorageBehavior.REOPENS)) {
      try (Storage again = open(options.withMaxBytes(StorageOptions.UNLIMITED))) {
        model.assertMatches(again);
        WriterTurn turn = new WriterTurn(again);
        run(turn, again, model, new Change.Create("more", TableKind.RECORDS));
        run(turn, again, model, new Change.Insert("more", 1, Documents.of(1, 2048 * KIBIBYTE)));
        model.assertMatches(again);
      }
    }
  }

  /** Inserts until the disk is full; answers the last record id. */
  private static long fill(WriterTurn turn, Storage storage, StorageModel model) {
    for (long id = 1; ; id++) {
      try {
        run(
            turn,
            storage,
            model,
            new Change.Insert("records", id, Documents.of(id, 256 * KIBIBYTE)));
      } catch (OutOfSpace e) {
        return id - 1;
      }
      assertTrue(id * 256 * KIBIBYTE <= LIMIT_BYTES, "the limit is kept");
    }
  }

  private static void run(WriterTurn turn, Storage storage, StorageModel model, Change change) {
    boolean _ = turn.write(Durability.BUFFERED, work(storage, List.of(change)));
    model.apply(change);
  }

  @Test
  void aDiskThatFillsWithinABatchFailsOnlyTheMemberThatNeedsTheSpace() throws Exception {
    StorageOptions options = options("batch").withMaxBytes(LIMIT_BYTES);
    StorageModel model = new StorageModel();
    try (Storage storage = open(options)) {
      Faults faults = new Faults();
      FaultyStorage faulty = new FaultyStorage(storage, faults);
      WriterTurn turn = new WriterTurn(faulty);
      run(turn, faulty, model, new Change.Create("records", TableKind.RECORDS));
      Change first = new Change.Insert("records", 1, Documents.of(1, KIBIBYTE));
      Change second = new Change.Insert("records", 2, Documents.of(2, 8192 * KIBIBYTE));
      Change third = new Change.Insert("records", 3, Documents.of(3, KIBIBYTE));
      try (WriterQueue queue = new WriterQueue(turn)) {
        Future<?> fits = queue.add(Durability.BUFFERED, work(faulty, List.of(first)));
        Future<?> tooBig = queue.add(Durability.BUFFERED, work(faulty, List.of(second)));
        Future<?> fitsToo = queue.add(Durability.BUFFERED, work(faulty, List.of(third)));
        queue.release();
        fits.get();
        fitsToo.get();
        WriterQueue.assertFails(OutOfSpace.class, tooBig);
      }
      model.apply(first);
      model.apply(third);
      model.assertMatches(storage);
    }
    if (!provider().names().contains("memory")) {
      try (Storage again = open(options)) {
        model.assertMatches(again);
      }
    }
  }
}
