package dev.meerkat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.oplog.Oplog;
import dev.meerkat.engine.oplog.PreImages;
import dev.meerkat.spi.storage.Snapshot;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The oplog stays within its size, and keeps what is young where that is asked for. */
final class OplogTruncationTest extends EngineFixture {
  private static final int MEGABYTE = 1 << 20;
  private static final String FILLING = "x".repeat(100_000);

  @AfterEach
  void close() {
    closeEngine();
  }

  private long bytes() {
    try (Snapshot snapshot = engine.storage().openSnapshot()) {
      return engine.storage().recordStore(Oplog.IDENT).dataSizeBytes(snapshot);
    }
  }

  private long images() {
    try (Snapshot snapshot = engine.storage().openSnapshot()) {
      return engine.storage().recordStore(PreImages.IDENT).count(snapshot);
    }
  }

  private void fill(int first, int count) {
    for (int i = first; i < first + count; i++) {
      insert(
          new BsonDocument("_id", new BsonInt32(i))
              .append("filling", new BsonString(FILLING))
              .toJson());
    }
  }

  private void resize(long megabytes) {
    try (Operation operation = begin()) {
      engine.catalog().resizeOplog(operation, megabytes * MEGABYTE);
    }
  }

  @Test
  void theOldestEntriesGoAboveTheSize() {
    resize(1);
    BsonTimestamp before = engine.oplog().oldest();
    fill(0, 30);
    engine.tidy();
    assertTrue(bytes() <= MEGABYTE, () -> "bytes: " + bytes());
    assertTrue(bytes() > MEGABYTE - 2 * FILLING.length(), () -> "bytes: " + bytes());
    assertNotEquals(before, engine.oplog().oldest());
    assertEquals(engine.clock().lastCommitted(), engine.oplog().newest());
    assertEquals(30, find("{}").size());
  }

  @Test
  void youngEntriesStayWhereTheirRetentionSaysSo() {
    resize(1);
    engine.oplog().minRetentionHours(1);
    fill(0, 30);
    long all = bytes();
    engine.tidy();
    assertEquals(all, bytes());
    ticker.advance(2 * 3_600_000);
    fill(30, 1);
    engine.tidy();
    assertTrue(bytes() <= MEGABYTE, () -> "bytes: " + bytes());
  }

  @Test
  void preImagesGoWithTheirEntries() {
    createWith("{changeStreamPreAndPostImages: {enabled: true}}");
    resize(1);
    insert("{_id: -1}");
    update("{_id: -1}", "{$set: {a: 1}}", false, false);
    engine.tidy();
    assertEquals(1, images());
    fill(0, 30);
    engine.tidy();
    assertEquals(0, images());
  }

  @Test
  void theSizeIsPartOfTheCollection() {
    resize(2);
    try (Operation operation = begin()) {
      BsonDocument stats = engine.statistics().collection(operation, Oplog.NAMESPACE, 1);
      assertEquals(new BsonInt32(2 * MEGABYTE), stats.get("maxSize"));
    }
    resize(4_000);
    assertEquals(
        new BsonInt64(4_000L * MEGABYTE),
        engine.catalog().collections("local").getFirst().getDocument("options").get("size"));
  }
}
