package dev.meerkat.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random transactions compared with sorted maps. A failure prints the line that replays it.
 * Threads: one test at a time.
 */
public abstract class ModelContract extends FreshnessContract {
  private static final int TRANSACTIONS = 150;
  private static final int CHANGES = 40;

  /** What the tables should hold. */
  private record Model(TreeMap<Long, DocumentView> records, TreeMap<byte[], byte[]> entries) {
    Model() {
      this(new TreeMap<>(), new TreeMap<>(Arrays::compareUnsigned));
    }

    Model copy() {
      return new Model(new TreeMap<>(records), new TreeMap<>(entries));
    }
  }

  private record Pinned(Snapshot snapshot, Model model) {}

  @Test
  void randomTransactionsEqualTheModel() {
    long seed = Long.getLong("meerkat.seed", System.nanoTime());
    System.out.println("replay with -Dmeerkat.seed=" + seed + " (" + getClass().getName() + ")");
    Random random = new Random(seed);
    RecordStore records = createRecords("records");
    SortedTable sorted = createSorted("sorted", TableKind.INDEX);
    Model committed = new Model();
    List<Pinned> pinned = new ArrayList<>();
    for (int round = 0; round < TRANSACTIONS; round++) {
      WriteTransaction transaction = storage().begin(Durability.BUFFERED);
      Model own = committed.copy();
      for (int change = random.nextInt(CHANGES); change >= 0; change--) {
        change(random, transaction, records, sorted, own);
      }
      compare(random, transaction, records, sorted, own);
      if (random.nextInt(4) == 0) {
        transaction.rollback();
      } else {
        transaction.commit();
        committed = own;
      }
      if (random.nextInt(3) == 0) {
        pinned.add(new Pinned(storage().openSnapshot(), committed));
      }
      if (pinned.size() > 4 || (!pinned.isEmpty() && random.nextInt(5) == 0)) {
        Pinned oldest = pinned.removeFirst();
        compare(random, oldest.snapshot(), records, sorted, oldest.model());
        oldest.snapshot().close();
      }
      if (random.nextInt(20) == 0) {
        storage().checkpoint();
      }
    }
    pinned.forEach(pin -> pin.snapshot().close());
    try (Snapshot snapshot = storage().openSnapshot()) {
      compare(random, snapshot, records, sorted, committed);
    }
    assertSound();
    if (has(StorageBehavior.REOPENS)) {
      reopen();
      try (Snapshot snapshot = storage().openSnapshot()) {
        compare(
            random,
            snapshot,
            storage().recordStore("records"),
            storage().sortedTable("sorted"),
            committed);
      }
    }
  }

  private static void change(
      Random random,
      WriteTransaction transaction,
      RecordStore records,
      SortedTable sorted,
      Model model) {
    long id = 1L + random.nextInt(300);
    DocumentView old = model.records.get(id);
    DocumentView document =
        document((int) id, 40 + random.nextInt(random.nextBoolean() ? 50 : 9000));
    if (old == null) {
      records.insert(transaction, id, document);
      model.records.put(id, document);
    } else if (random.nextBoolean()) {
      records.update(transaction, id, old.length(), document);
      model.records.put(id, document);
    } else {
      records.delete(transaction, id, old.length());
      model.records.remove(id);
    }
    byte[] key = key(random);
    if (random.nextInt(5) < 3) {
      byte[] value = new byte[random.nextInt(20)];
      random.nextBytes(value);
      sorted.put(transaction, key, value);
      model.entries.put(key, value);
    } else {
      assertEquals(model.entries.remove(key) != null, sorted.delete(transaction, key));
    }
  }

  /** Short keys of few letters, so that they meet often and begin one another. */
  private static byte[] key(Random random) {
    byte[] key = new byte[1 + random.nextInt(4)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(5) - 2);
    }
    return key;
  }

  private static void compare(
      Random random, StorageReader reader, RecordStore records, SortedTable sorted, Model model) {
    long from = random.nextInt(320);
    assertEquals(
        List.copyOf(model.records.tailMap(from, true).keySet()),
        ids(records, reader, Direction.FORWARD, from));
    assertEquals(
        List.copyOf(model.records.headMap(from, true).descendingMap().keySet()),
        ids(records, reader, Direction.REVERSE, from));
    assertEquals(model.records.get(from), records.find(reader, from));
    compareFound(random.longs(random.nextInt(40), 1, 320).toArray(), reader, records, model);
    assertEquals(model.records.size(), records.count(reader));
    assertEquals(
        model.records.values().stream().mapToLong(DocumentView::length).sum(),
        records.dataSizeBytes(reader));
    compareRange(random, reader, sorted, model);
  }

  private static void compareFound(
      long[] asked, StorageReader reader, RecordStore records, Model model) {
    try (RecordFinder finder = records.finder(reader)) {
      finder.ask(asked, asked.length);
      for (long id : asked) {
        assertEquals(model.records.get(id), finder.next());
      }
    }
  }

  private static void compareRange(
      Random random, StorageReader reader, SortedTable sorted, Model model) {
    KeyRange range =
        new KeyRange(
            random.nextInt(5) == 0 ? null : key(random),
            random.nextBoolean(),
            random.nextInt(5) == 0 ? null : key(random),
            random.nextBoolean());
    NavigableMap<byte[], byte[]> within = new TreeMap<>(Arrays::compareUnsigned);
    model.entries.forEach(
        (key, value) -> {
          if (isWithin(range, key)) {
            within.put(key, value);
          }
        });
    assertEquals(within.size(), sorted.count(reader, range, Long.MAX_VALUE));
    walk(random, reader, sorted, range, Direction.FORWARD, within);
    walk(random, reader, sorted, range, Direction.REVERSE, within.descendingMap());
  }

  private static void walk(
      Random random,
      StorageReader reader,
      SortedTable sorted,
      KeyRange range,
      Direction direction,
      NavigableMap<byte[], byte[]> expected) {
    try (SortedCursor cursor = sorted.open(reader, range, direction)) {
      assertWalk(expected, cursor);
      byte[] key = key(random);
      boolean inclusive = random.nextBoolean();
      cursor.seek(key, inclusive);
      assertWalk(expected.tailMap(key, inclusive), cursor);
    }
  }

  private static void assertWalk(NavigableMap<byte[], byte[]> expected, SortedCursor cursor) {
    Comparator<? super byte[]> order = expected.comparator();
    byte[] last = null;
    for (var entry : expected.entrySet()) {
      assertTrue(cursor.advance());
      byte[] key = Arrays.copyOf(cursor.key(), cursor.keyLength());
      assertArrayEquals(entry.getKey(), key);
      assertArrayEquals(entry.getValue(), cursor.value());
      assertTrue(last == null || order.compare(last, key) < 0);
      last = key;
    }
    assertFalse(cursor.advance());
  }
}
