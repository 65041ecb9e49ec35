package dev.meerkat.benchmarks;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonBinary;
import org.bson.BsonDocument;

/**
 * What one client sends for each operation that has a target, with all that drivers send with it: a
 * session, the cluster's time, and the number of a retryable write. Threads: confined to one
 * thread, but for what clients share.
 */
final class TargetRequests {
  private static final byte[] FIRST = BsonBytes.nameBytes("0");

  private final Shared shared;
  private final BsonDocument session;

  /**
   * What all clients have in common. Threads: safe.
   *
   * @param documents how many there are in the collection that is read
   * @param clusterTime what the server has told
   * @param ids of the documents that are inserted
   * @param writes the numbers of retryable writes
   */
  record Shared(int documents, BsonDocument clusterTime, AtomicInteger ids, AtomicLong writes) {}

  TargetRequests(Shared shared, int number) {
    this.shared = shared;
    UUID id = new UUID(0x4000L, 0x8000_0000_0000_0000L | number);
    this.session = new BsonDocument("id", new BsonBinary(id));
  }

  void findById(DocumentBuilder command, SplittableRandom random) {
    find(command).beginDocument("filter").appendInt32("_id", any(random, 0)).end();
    command.appendInt32("limit", 1).appendBoolean("singleBatch", true);
    common(command);
  }

  void findOne(DocumentBuilder command, SplittableRandom random) {
    find(command).beginDocument("filter");
    command.appendInt32("u", Documents.u(any(random, 0))).end();
    common(command);
  }

  void findRange(DocumentBuilder command, SplittableRandom random) {
    find(command);
    range(command.beginDocument("filter"), random, TargetFloors.RANGE).end();
    common(command);
  }

  void filter(DocumentBuilder command, SplittableRandom random) {
    find(command).beginDocument("filter").appendInt32("v", random.nextInt(1_000)).end();
    common(command.appendInt32("batchSize", shared.documents));
  }

  void sorted(DocumentBuilder command, SplittableRandom random) {
    find(command).beginDocument("sort").appendInt32("r", random.nextBoolean() ? 1 : -1).end();
    common(command.appendInt32("limit", 10));
  }

  void count(DocumentBuilder command, SplittableRandom random) {
    command.appendString("count", SanityLines.COLLECTION);
    range(command.beginDocument("query"), random, shared.documents / 2).end();
    common(command);
  }

  void insert(DocumentBuilder command, SplittableRandom random) {
    insert(command);
    command.beginDocument("writeConcern").appendInt32("w", 1).end();
  }

  void insertDurably(DocumentBuilder command, SplittableRandom random) {
    insert(command);
    command.beginDocument("writeConcern").appendString("w", "majority").end();
  }

  private void insert(DocumentBuilder command) {
    command.appendString("insert", "inserted").beginArray("documents");
    command.appendDocument(FIRST, Documents.document(shared.ids.getAndIncrement())).end();
    retryable(command);
  }

  void update(DocumentBuilder command, SplittableRandom random) {
    command.appendString("update", SanityLines.COLLECTION);
    command.beginArray("updates").beginDocument(FIRST);
    command.beginDocument("q").appendInt32("_id", any(random, 0)).end();
    increment(command.beginDocument("u")).end();
    command.end().end();
    retryable(command);
    command.beginDocument("writeConcern").appendInt32("w", 1).end();
  }

  void findAndModify(DocumentBuilder command, SplittableRandom random) {
    command.appendString("findAndModify", SanityLines.COLLECTION);
    command.beginDocument("query").appendInt32("_id", any(random, 0)).end();
    increment(command.beginDocument("update")).end();
    retryable(command);
    command.beginDocument("writeConcern").appendInt32("w", 1).end();
  }

  private static DocumentBuilder find(DocumentBuilder command) {
    return command.appendString("find", SanityLines.COLLECTION);
  }

  private static DocumentBuilder increment(DocumentBuilder update) {
    return update.beginDocument("$inc").appendInt32("q", 1).end();
  }

  private DocumentBuilder range(DocumentBuilder filter, SplittableRandom random, int wanted) {
    int first = any(random, wanted);
    filter.beginDocument("u").appendInt32("$gte", Documents.u(first));
    return filter.appendInt32("$lt", Documents.u(first + wanted)).end();
  }

  /** One of the documents that have so many behind them. */
  private int any(SplittableRandom random, int behind) {
    return random.nextInt(shared.documents - behind);
  }

  private void retryable(DocumentBuilder command) {
    common(command);
    command.appendInt64("txnNumber", shared.writes.incrementAndGet());
  }

  private void common(DocumentBuilder command) {
    command.append("lsid", session).append("$clusterTime", shared.clusterTime);
  }
}
