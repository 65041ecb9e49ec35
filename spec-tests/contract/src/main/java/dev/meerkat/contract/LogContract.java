package dev.meerkat.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.ArrayDeque;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * That a store's numbers are right however it has grown and shrunk. Threads: one test at a time.
 */
public abstract class LogContract extends FinderContract {
  private static final int COMMITS = 300;

  private record Pinned(Snapshot snapshot, TreeMap<Long, DocumentView> model) {}

  private RecordStore log(TableKind kind) {
    write(transaction -> transaction.createTable("log", kind, "test"));
    return storage().recordStore("log");
  }

  @Test
  void aLogsNumbersFollowRandomChanges() {
    numbersFollowRandomChanges(log(TableKind.LOG), new Random(3));
  }

  /** A collection grows as a log does, and shrinks anywhere. */
  @Test
  void numbersOfARecordStoreThatGrowsAsALogFollowRandomChanges() {
    RecordStore before = createRecords("before");
    RecordStore records = log(TableKind.RECORDS);
    RecordStore after = createRecords("after");
    write(
        transaction -> {
          before.insert(transaction, RecordStore.MAX_RECORD_ID - 1, document(1));
          after.insert(transaction, 1, document(1));
        });
    numbersFollowRandomChanges(records, new Random(4));
  }

  private void numbersFollowRandomChanges(RecordStore grown, Random random) {
    RecordStore log = grown;
    TreeMap<Long, DocumentView> committed = new TreeMap<>();
    ArrayDeque<Pinned> pinned = new ArrayDeque<>();
    for (int i = 0; i < COMMITS; i++) {
      WriteTransaction transaction = storage().begin(Durability.BUFFERED);
      TreeMap<Long, DocumentView> own = new TreeMap<>(committed);
      for (int changes = random.nextInt(8); changes > 0; changes--) {
        change(random, transaction, log, own);
      }
      assertNumbers(log, transaction, own);
      if (random.nextInt(5) == 0) {
        transaction.rollback();
      } else {
        transaction.commit();
        committed = own;
      }
      pinned.add(new Pinned(storage().openSnapshot(), committed));
      if (pinned.size() > 3) {
        try (Snapshot oldest = pinned.getFirst().snapshot()) {
          assertNumbers(log, oldest, pinned.removeFirst().model());
        }
      }
      if (random.nextInt(40) == 0) {
        pinned.forEach(pin -> pin.snapshot().close());
        pinned.clear();
        assertSound();
        if (has(StorageBehavior.REOPENS)) {
          log = reopen().recordStore(log.ident());
        }
        assertNumbers(log, committed);
      }
    }
    pinned.forEach(pin -> pin.snapshot().close());
    assertNumbers(log, committed);
    assertSound();
  }

  /** Mostly appends; some are far more than others, and some come before the last. */
  private static void change(
      Random random,
      WriteTransaction transaction,
      RecordStore log,
      NavigableMap<Long, DocumentView> model) {
    long last = model.isEmpty() ? 0 : model.lastKey();
    DocumentView document = document(random.nextInt(100), 40 + random.nextInt(400));
    switch (random.nextInt(12)) {
      case 0, 1 -> delete(transaction, log, model, random.nextInt(3) == 0 ? last : first(model));
      case 2 -> {
        long id = random.nextBoolean() ? last : first(model);
        DocumentView old = model.get(id);
        if (old != null) {
          log.update(transaction, id, old.length(), document);
          model.put(id, document);
        }
      }
      case 3 -> {
        if (last > 1 && !model.containsKey(last - 1)) {
          insert(transaction, log, model, last - 1, document);
        }
      }
      case 4 -> {
        for (int i = random.nextInt(100); i > 0; i--) {
          insert(transaction, log, model, ++last, document);
        }
      }
      case 5 -> {
        for (int i = random.nextInt(60); i > 0; i--) {
          delete(transaction, log, model, first(model));
        }
      }
      default -> insert(transaction, log, model, last + 1 + random.nextInt(3), document);
    }
  }

  private static long first(NavigableMap<Long, DocumentView> model) {
    return model.isEmpty() ? 0 : model.firstKey();
  }

  private static void insert(
      WriteTransaction transaction,
      RecordStore log,
      NavigableMap<Long, DocumentView> model,
      long id,
      DocumentView document) {
    log.insert(transaction, id, document);
    model.put(id, document);
  }

  private static void delete(
      WriteTransaction transaction,
      RecordStore log,
      NavigableMap<Long, DocumentView> model,
      long id) {
    DocumentView old = model.remove(id);
    if (old != null) {
      log.delete(transaction, id, old.length());
    }
  }

  private void assertNumbers(RecordStore log, NavigableMap<Long, DocumentView> model) {
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertNumbers(log, snapshot, model);
    }
  }

  private static void assertNumbers(
      RecordStore log, StorageReader reader, NavigableMap<Long, DocumentView> model) {
    assertEquals(model.size(), log.count(reader));
    assertEquals(
        model.values().stream().mapToLong(DocumentView::length).sum(), log.dataSizeBytes(reader));
  }

  @Test
  void aLogMadeAnewBeginsAtNothing() {
    RecordStore log = log(TableKind.LOG);
    write(
        transaction -> {
          for (int id = 1; id <= 600; id++) {
            log.insert(transaction, id, document(id));
          }
        });
    write(transaction -> transaction.dropTable("log"));
    for (int i = 0; i < 10; i++) {
      storage().checkpoint();
    }
    RecordStore again = log(TableKind.LOG);
    NavigableMap<Long, DocumentView> model = new TreeMap<>();
    assertNumbers(again, model);
    write(transaction -> insert(transaction, again, model, 5, document(5)));
    assertNumbers(again, model);
    assertSound();
  }

  /** Numbers that are wrong stay right once they were taken anew, whatever is added. */
  @Test
  void aLogsNumbersAreTakenAnew() {
    RecordStore log = log(TableKind.LOG);
    NavigableMap<Long, DocumentView> model = new TreeMap<>();
    write(transaction -> insert(transaction, log, model, 5, document(5)));
    write(log::recount);
    write(transaction -> insert(transaction, log, model, 6, document(6)));
    assertNumbers(log, model);
    assertSound();
  }
}
