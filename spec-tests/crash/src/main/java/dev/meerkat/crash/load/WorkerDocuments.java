package dev.meerkat.crash.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/**
 * New documents of one worker, and new values for old ones: ids and unique values are never used
 * twice, and every change counts {@code v} up, so that no two states of a document are the same.
 * Threads: confined to its worker.
 */
final class WorkerDocuments {
  /** Ids of a worker lie in a range of this length. */
  private static final long RANGE = 1_000_000_000L;

  private static final int LARGE = 20_000;

  private final int worker;
  private final Random random;
  private long used;

  WorkerDocuments(int worker, Random random) {
    this.worker = worker;
    this.random = random;
  }

  static int ownerOf(BsonDocument document) {
    return (int) (document.getInt64("_id").getValue() / RANGE);
  }

  long newNumber() {
    return worker * RANGE + used++;
  }

  BsonDocument newDocument() {
    return Documents.of(
        "_id",
        newNumber(),
        "v",
        0L,
        "u",
        newNumber(),
        "k",
        newK(),
        "tags",
        newTags(),
        "pad",
        newPad());
  }

  int newK() {
    return random.nextInt(20);
  }

  BsonArray newTags() {
    List<String> tags = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      tags.add("tag" + random.nextInt(50));
    }
    return Documents.array(tags);
  }

  /** Mostly short; now and then so long that it spans pages of the store. */
  BsonBinary newPad() {
    int size = random.nextInt(40) == 0 ? LARGE + random.nextInt(LARGE) : random.nextInt(300);
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return new BsonBinary(bytes);
  }

  /** A copy with another version, and {@code changed} fields over it. */
  static BsonDocument next(BsonDocument document, BsonDocument changed) {
    BsonDocument next = document.clone();
    next.append("v", new BsonInt64(document.getInt64("v").getValue() + 1));
    next.putAll(changed);
    return next;
  }
}
