package dev.meerkat.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Scans beside changes see what their snapshots have to see, whatever is in memory by then. */
final class CachedScansTest extends CacheFixture {
  /** Few changes and many scans, so that blocks are made, used and go out of date all the time. */
  @Test
  void randomScansEqualTheModel() {
    long seed = Long.getLong("meerkat.seed", System.nanoTime());
    System.out.println("replay with -Dmeerkat.seed=" + seed + " (" + getClass().getName() + ")");
    Random random = new Random(seed);
    TreeMap<Long, DocumentView> model = new TreeMap<>();
    record Pinned(Snapshot snapshot, NavigableMap<Long, DocumentView> model) {}
    List<Pinned> pinned = new ArrayList<>();
    for (int round = 0; round < 600; round++) {
      WriteTransaction transaction = storage.begin(Durability.BUFFERED);
      TreeMap<Long, DocumentView> own = new TreeMap<>(model);
      for (int change = round < 20 ? 60 : random.nextInt(3); change > 0; change--) {
        change(random, transaction, own);
      }
      if (random.nextInt(5) == 0) {
        transaction.rollback();
      } else {
        transaction.commit();
        model = own;
      }
      pinned.add(new Pinned(storage.openSnapshot(), model));
      for (int i = 0; i < 3; i++) {
        Pinned one = pinned.get(random.nextInt(pinned.size()));
        compare(random, one.snapshot(), one.model());
      }
      if (pinned.size() > 3) {
        pinned.remove(random.nextInt(pinned.size())).snapshot().close();
      }
    }
    pinned.forEach(one -> one.snapshot().close());
  }

  private void change(Random random, WriteTransaction transaction, Map<Long, DocumentView> model) {
    long id = 1L + random.nextInt(random.nextBoolean() ? 400 : 4_000);
    DocumentView old = model.get(id);
    DocumentView document = document(random.nextInt(), random.nextInt(50));
    if (old == null) {
      records.insert(transaction, id, document);
      model.put(id, document);
    } else if (random.nextBoolean()) {
      records.update(transaction, id, old.length(), document);
      model.put(id, document);
    } else {
      records.delete(transaction, id, old.length());
      model.remove(id);
    }
  }

  private void compare(Random random, Snapshot snapshot, NavigableMap<Long, DocumentView> model) {
    long from = random.nextBoolean() ? 1 : random.nextInt(4_100);
    assertEquals(model.tailMap(from, true), scan(records, snapshot, Direction.FORWARD, from));
    assertEquals(model.headMap(from, true), scan(records, snapshot, Direction.REVERSE, from));
    try (RecordFinder finder = records.finder(snapshot);
        RecordCursor cursor = records.open(snapshot, Direction.FORWARD, from)) {
      long[] asked = random.longs(random.nextInt(20), 1, 420).toArray();
      finder.ask(asked, asked.length);
      for (long id : asked) {
        assertEquals(model.get(id), finder.next());
        cursor.seek(id);
        Map.Entry<Long, DocumentView> next = model.ceilingEntry(id);
        assertEquals(next != null, cursor.advance());
        if (next != null) {
          assertEquals(next.getKey(), cursor.recordId());
          assertEquals(next.getValue(), cursor.current());
        }
      }
    }
  }

  /** Each commit changes a record of every block: who sees two commits in one scan has lost. */
  @Test
  void readersBesideTheWriterSeeOneCommit() throws Exception {
    int blocks = 6;
    int length = document(0, 10).length();
    write(
        storage,
        transaction -> {
          for (int id = 1; id <= blocks * 64; id++) {
            records.insert(transaction, id, document(0, 10));
          }
        });
    AtomicLong acknowledged = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        readers.add(threads.submit(() -> readOneCommit(over, acknowledged, blocks)));
      }
      try {
        for (int i = 1; i <= 3_000; i++) {
          int number = i;
          write(
              storage,
              transaction -> {
                for (int block = 0; block < blocks; block++) {
                  records.update(transaction, block * 64L + 7, length, document(number, 10));
                }
              });
          acknowledged.set(number);
          if (i % 16 == 0) {
            // A pause, in which blocks are made.
            Thread.sleep(1);
          }
        }
      } finally {
        over.set(true);
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
  }

  private void readOneCommit(AtomicBoolean over, AtomicLong acknowledged, int blocks) {
    while (!over.get()) {
      long least = acknowledged.get();
      try (Snapshot snapshot = storage.openSnapshot()) {
        Map<Long, DocumentView> found = scan(records, snapshot, Direction.FORWARD, 1);
        DocumentView first = found.get(7L);
        assertNotNull(first);
        assertTrue(number(first) >= least);
        for (int block = 1; block < blocks; block++) {
          assertEquals(first, found.get(block * 64L + 7));
          assertEquals(first, records.find(snapshot, block * 64L + 7));
        }
      }
    }
  }

  private static int number(DocumentView document) {
    return document.toBson().getInt32("n").getValue();
  }
}
