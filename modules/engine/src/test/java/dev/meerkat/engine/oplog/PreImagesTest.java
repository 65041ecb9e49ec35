package dev.meerkat.engine.oplog;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.spi.storage.Snapshot;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What documents were before they were changed, where their collection keeps it. */
final class PreImagesTest extends OplogFixture {
  @Test
  void preImagesAreKeptWhereTheCollectionAsksForThem() {
    createWith("{changeStreamPreAndPostImages: {enabled: true}}");
    insert("{_id: 1, a: 1}", "{_id: 2, a: 1}", "{_id: 3, a: 1}");
    BsonDocument updated = entryOf(() -> update("{_id: 1}", "{$set: {a: 2}}", false, false));
    assertEquals(doc("{_id: 1, a: 1}"), preImage(updated, 0));
    assertEquals(
        doc("{_id: 1, a: 2}"),
        preImage(entryOf(() -> update("{_id: 1}", "{b: 1}", false, false)), 0));
    BsonDocument deleted = entryOf(() -> delete("{_id: {$gt: 1}}", false));
    assertEquals(doc("{_id: 2, a: 1}"), preImage(deleted, 0));
    assertEquals(doc("{_id: 3, a: 1}"), preImage(deleted, 1));
    in(true, operation -> update(operation, "{_id: 1}", "{$set: {c: 1}}", false, false));
    BsonDocument committed = entryOf(this::commit);
    assertEquals(doc("{_id: 1, b: 1}"), preImage(committed, 0));
    assertNull(preImage(committed, 1));
    assertEquals(doc("{_id: 2, a: 1}"), preImage(deleted, 0));
    assertEquals(doc("{_id: 1, a: 1}"), preImage(updated, 0));
    assertEquals(doc("{_id: 3, a: 1}"), preImage(deleted, 1));
    assertEquals(doc("{_id: 1, b: 1}"), preImage(committed, 0));
  }

  @Test
  void preImagesAreReadAsACollectionAndWrittenByNobody() {
    preImagesAreKeptWhereTheCollectionAsksForThem();
    UUID collection = requireNonNull(engine.catalog().find(NS)).uuid();
    BsonTimestamp ts = last == null ? new BsonTimestamp(0) : new BsonTimestamp(last.entry());
    try (Operation operation = begin()) {
      FindRequest all = FindRequest.of(PreImages.NAMESPACE, doc("{}"));
      List<BsonDocument> images = find(operation, all);
      assertEquals(
          List.of(
              doc("{_id: 1, a: 1}"),
              doc("{_id: 1, a: 2}"),
              doc("{_id: 2, a: 1}"),
              doc("{_id: 3, a: 1}"),
              doc("{_id: 1, b: 1}")),
          images.stream().map(image -> image.getDocument("preImage")).toList());
      assertEquals(
          new BsonDocument("nsUUID", new BsonBinary(collection))
              .append("ts", ts)
              .append("applyOpsIndex", new BsonInt64(0)),
          images.getLast().getDocument("_id"));
      FindRequest one = FindRequest.of(PreImages.NAMESPACE, doc("{'_id.applyOpsIndex': 1}"));
      assertEquals(images.subList(3, 4), find(operation, one));
    }
    assertCode(
        8293400,
        () -> {
          try (Operation operation = begin()) {
            var _ =
                engine
                    .indexes()
                    .create(
                        operation,
                        PreImages.NAMESPACE,
                        List.of(doc("{key: {a: 1}, name: 'a_1', v: 2}")));
          }
        });
    assertCode(
        20,
        () -> {
          try (Operation operation = begin()) {
            var _ = engine.catalog().drops().drop(operation, PreImages.NAMESPACE, null);
          }
        });
  }

  /** Where the search goes on, from one image to the next and back. */
  private PreImages.@Nullable Found last;

  private @Nullable BsonDocument preImage(BsonDocument entry, long index) {
    UUID collection = requireNonNull(engine.catalog().find(NS)).uuid();
    try (Snapshot snapshot = engine.storage().openSnapshot()) {
      PreImages.Found found =
          engine
              .oplog()
              .preImages()
              .find(snapshot, collection, entry.getTimestamp("ts").getValue(), index, last);
      last = found;
      return found == null ? null : found.image().toBson();
    }
  }
}
