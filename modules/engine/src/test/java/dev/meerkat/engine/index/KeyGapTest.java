package dev.meerkat.engine.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.contract.FixedTicker;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.values.BsonOrder;
import dev.meerkat.values.Collation;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** A gap says that a key is free only where a look would say so, too. */
final class KeyGapTest {
  /** Values whose keys meet, begin one another, or lie side by side. */
  private static final List<String> VALUES =
      List.of(
          "''",
          "'a'",
          "'ab'",
          "'a\\u0000'",
          "'b'",
          "1",
          "1.0",
          "1.5",
          "2",
          "3",
          "1000000",
          "-1",
          "null",
          "[]",
          "[1, 2]",
          "[2, 3]",
          "['a', 'b', 'ab']",
          "{x: 1}",
          "{}",
          "true",
          "MaxKey");

  private final Storage storage =
      new MemoryStorageProvider()
          .open("memory", new StorageOptions(Path.of("unused"), new FixedTicker()));
  private final WriteTransaction transaction = storage.begin(Durability.BUFFERED);

  @AfterEach
  void close() {
    transaction.rollback();
    storage.close();
  }

  private CollectionIndex index(String key) {
    IndexDefinition definition =
        new IndexDefinition(
            BsonDocument.parse("{key: " + key + ", name: 'a', unique: true}"), BsonOrder.SIMPLE);
    transaction.createTable("a", TableKind.INDEX, "db");
    return new CollectionIndex(
        "a",
        definition,
        Collation.SIMPLE,
        new BtreeIndexType().compile(definition),
        storage.sortedTable("a"),
        Multikey.NONE);
  }

  private static List<IndexKeys.Entry> entries(CollectionIndex index, String json, long recordId) {
    return index.keys(DocumentView.of(BsonDocument.parse(json)), recordId).entries();
  }

  @RepeatedTest(200)
  void whatAGapSaysIsWhatALookSays(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    CollectionIndex index =
        index(List.of("{a: 1}", "{a: -1}", "{a: 1, b: -1}").get(random.nextInt(3)));
    KeyGap gap = new KeyGap();
    for (long recordId = 1; recordId < 60; recordId++) {
      String document = "{a: " + value(random) + ", b: " + random.nextInt(4) + "}";
      List<IndexKeys.Entry> entries = entries(index, document, recordId);
      IndexKeys.Entry expected = index.findDuplicate(transaction, entries, recordId, new KeyGap());
      IndexKeys.Entry found = index.findDuplicate(transaction, entries, recordId, gap);
      assertEquals(expected, found, () -> document + " after " + repetition);
      if (found == null) {
        index.insert(transaction, entries, gap);
      } else if (random.nextInt(4) == 0) {
        index.remove(transaction, entries(index, document, 1 + random.nextLong(recordId)));
      }
    }
  }

  private static String value(Random random) {
    return random.nextInt(3) == 0
        ? Integer.toString(random.nextInt(20))
        : VALUES.get(random.nextInt(VALUES.size()));
  }

  @Test
  void ascendingKeysAreLookedUpOnce() {
    CollectionIndex index = index("{a: 1}");
    index.insert(transaction, entries(index, "{a: 50}", 100), new KeyGap());
    KeyGap gap = new KeyGap();
    for (int i = 1; i <= 40; i++) {
      List<IndexKeys.Entry> entries = entries(index, "{a: " + i + "}", i);
      IndexKeys.Entry entry = entries.getFirst();
      assertEquals(i > 1, gap.isFree(entry.key(), entry.keyLength()));
      assertNull(index.findDuplicate(transaction, entries, i, gap));
      index.insert(transaction, entries, gap);
      assertFalse(gap.isFree(entry.key(), entry.keyLength()), "it is taken now");
    }
    List<IndexKeys.Entry> taken = entries(index, "{a: 50.0}", 41);
    assertNotNull(index.findDuplicate(transaction, taken, 41, gap));
    IndexKeys.Entry between = entries(index, "{a: 49}", 42).getFirst();
    assertTrue(gap.isFree(between.key(), between.keyLength()));
    IndexKeys.Entry behind = entries(index, "{a: 51}", 43).getFirst();
    assertFalse(gap.isFree(behind.key(), behind.keyLength()));
  }
}
