package dev.meerkat.crash;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.types.MinKey;

/** What is there after the crash. Threads: confined to one thread. */
final class Findings {
  private static final List<String> INDEXES = List.of("_id_", "u_1");
  private static final int SAMPLE = 997;

  private final Batches batches;
  private final MongoDatabase database;
  private final MongoCollection<Document> collection;
  private final BitSet present = new BitSet();

  Findings(Batches batches, MongoDatabase database, MongoCollection<Document> collection) {
    this.batches = batches;
    this.database = database;
    this.collection = collection;
  }

  /**
   * Checks everything.
   *
   * @param estimate the number of documents as the server keeps it, without counting
   * @return the number of documents
   */
  int check(long estimate) {
    readAll();
    checkBatches();
    int count = present.cardinality();
    require(estimate == count, () -> "the count kept is " + estimate + ", not " + count);
    checkIndexes(count);
    checkSample();
    checkValidate(count);
    return count;
  }

  /** The documents that the crash took, all of batches that were not acknowledged. */
  List<Document> missing() {
    List<Document> missing = new ArrayList<>();
    int i = present.nextClearBit(0);
    while (i < batches.documents()) {
      missing.add(batches.document(i));
      i = present.nextClearBit(i + 1);
    }
    return missing;
  }

  static void require(boolean condition, Supplier<String> what) {
    if (!condition) {
      throw new IllegalStateException("after the crash: " + what.get());
    }
  }

  private void readAll() {
    try (MongoCursor<Document> cursor = collection.find().batchSize(10_000).iterator()) {
      while (cursor.hasNext()) {
        Document document = cursor.next();
        int i = document.getInteger("_id");
        require(!present.get(i), () -> "document " + i + " is there twice");
        require(document.equals(batches.document(i)), () -> "document " + i + " is " + document);
        present.set(i);
      }
    }
  }

  private void checkBatches() {
    for (int batch = 0; batch < batches.count(); batch++) {
      int start = batch * Batches.SIZE;
      int end = start + Batches.SIZE;
      int firstMissing = present.nextClearBit(start);
      require(
          firstMissing >= end || !batches.isAcknowledged(batch),
          () -> "document " + firstMissing + " of an acknowledged batch is missing");
      // An ordered batch is inserted from its beginning: what is there stands before what is not.
      int nextPresent = present.nextSetBit(firstMissing);
      require(
          nextPresent < 0 || nextPresent >= end,
          () -> "document " + nextPresent + " of a batch is there, not " + firstMissing);
    }
  }

  private void checkIndexes(int count) {
    checkCount("_id_", "_id", count);
    checkCount("u_1", "u", count);
  }

  private void checkCount(String index, String field, int count) {
    long entries =
        collection.countDocuments(
            Filters.gt(field, new MinKey()), new CountOptions().hintString(index));
    require(entries == count, () -> "index " + index + " counts " + entries + ", not " + count);
  }

  private void checkSample() {
    for (int i = present.nextSetBit(0); i >= 0; i = present.nextSetBit(i + SAMPLE)) {
      Document document = batches.document(i);
      for (String field : List.of("_id", "u")) {
        List<Document> found =
            collection.find(Filters.eq(field, document.get(field))).into(new ArrayList<>());
        require(
            found.equals(List.of(document)), () -> field + " of " + document + " finds " + found);
      }
    }
  }

  private void checkValidate(int count) {
    Document answer =
        database.runCommand(
            new Document("validate", collection.getNamespace().getCollectionName())
                .append("full", true));
    require(answer.getBoolean("valid"), () -> "validate answers " + answer.toJson());
    require(number(answer, "nrecords") == count, () -> "validate counts " + answer.toJson());
    Document keys = answer.get("keysPerIndex", Document.class);
    for (String index : INDEXES) {
      require(number(keys, index) == count, () -> "validate counts " + answer.toJson());
    }
  }

  private static long number(Document document, String field) {
    return ((Number) document.get(field)).longValue();
  }
}
