package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.Multikey;
import dev.meerkat.engine.plan.PlanCache;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.bson.BsonDocument;

/**
 * What belongs to one collection while the server runs: the next record id, and a bell that rings
 * when something was inserted. Threads: safe.
 */
public final class CollectionLife {
  private static final long UNKNOWN = 0;

  private final ConcurrentMap<String, Known> indexes = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, LongAdder> uses = new ConcurrentHashMap<>();
  private final LongAdder scans = new LongAdder();
  private final LongAdder tailableScans = new LongAdder();
  private final PlanCache planCache = new PlanCache();
  private final BucketCounts bucketCounts = new BucketCounts();
  private final AtomicLong inserts = new AtomicLong();
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  // Given in the writer's turn, and in transactions beside it; guarded by nextId.
  private final Object nextId = new Object();
  private long nextRecordId;

  private CollectionLife(long nextRecordId) {
    this.nextRecordId = nextRecordId;
  }

  /** Of a collection that is made just now. */
  static CollectionLife begun() {
    return new CollectionLife(1);
  }

  /** Of a collection that has been committed before. */
  public static CollectionLife resumed() {
    return new CollectionLife(UNKNOWN);
  }

  /**
   * The next record id, above all that the collection has ever had since the start.
   *
   * @param newest finds out the highest id that is committed: a transaction, or a turn whose
   *     changes are undone, may have removed it for itself alone
   */
  public long nextRecordId(LongSupplier newest) {
    synchronized (nextId) {
      learnNextId(newest);
      return nextRecordId++;
    }
  }

  /**
   * Must be called before a record is removed: it may be the newest, and whoever began before still
   * sees it under its id.
   *
   * @param newest as in {@link #nextRecordId}
   */
  public void beforeRemoval(LongSupplier newest) {
    synchronized (nextId) {
      learnNextId(newest);
    }
  }

  private void learnNextId(LongSupplier newest) {
    if (nextRecordId == UNKNOWN) {
      nextRecordId = newest.getAsLong() + 1;
    }
  }

  /**
   * The index of an entry, the same object as long as its definition is the same: it remembers
   * which components have met arrays from before the commit that says so.
   *
   * @param build makes the index of an entry
   */
  @SuppressWarnings("ReferenceEquality") // a spec is replaced, never changed
  public CollectionIndex index(IndexEntry entry, Function<IndexEntry, CollectionIndex> build) {
    Known known = indexes.get(entry.ident());
    if (known == null || known.spec() != entry.spec()) {
      known =
          indexes.compute(
              entry.ident(),
              (ident, present) ->
                  present == null
                      ? build(entry, Multikey.NONE, build)
                      : next(present, entry, build));
    }
    return known.index();
  }

  @SuppressWarnings("ReferenceEquality") // a spec is replaced, never changed
  private static Known next(
      Known present, IndexEntry entry, Function<IndexEntry, CollectionIndex> build) {
    return present.spec() == entry.spec()
        ? present
        : build(entry, present.index().multikey(), build);
  }

  private static Known build(
      IndexEntry entry, Multikey multikey, Function<IndexEntry, CollectionIndex> build) {
    return new Known(entry.spec(), build.apply(entry.withMultikey(multikey)));
  }

  /** An index and the spec that it was made of. */
  private record Known(BsonDocument spec, CollectionIndex index) {}

  /** What the planner remembers. */
  public PlanCache planCache() {
    return planCache;
  }

  /** What inserts of measurements have come to, where it holds buckets. */
  public BucketCounts bucketCounts() {
    return bucketCounts;
  }

  /** Counts a query that uses an index. */
  public void used(String indexName) {
    uses.computeIfAbsent(indexName, name -> new LongAdder()).increment();
  }

  /** How many queries have used an index since the start. */
  public long uses(String indexName) {
    LongAdder counted = uses.get(indexName);
    return counted == null ? 0 : counted.sum();
  }

  /** Counts a query that reads the collection without an index. */
  public void scanned(boolean tailable) {
    scans.increment();
    if (tailable) {
      tailableScans.increment();
    }
  }

  /** How many queries have read the collection without an index since the start. */
  public long scans() {
    return scans.sum();
  }

  /** How many of them wait at its end. */
  public long tailableScans() {
    return tailableScans.sum();
  }

  /** The number of times that the bell has rung. */
  public long inserts() {
    return inserts.get();
  }

  /** Says that documents were inserted, or that the collection has ended. */
  public void ring() {
    long _ = inserts.incrementAndGet();
    // Who is not there yet has still to look at the number.
    if (!waiting.isEmpty()) {
      waiting.forEach(LockSupport::unpark);
    }
  }

  /** Waits until the bell has rung more often than {@code seen} times, or the time is up. */
  public void awaitInsert(long seen, Operation operation, long nanos) {
    Thread waiter = Thread.currentThread();
    boolean _ = waiting.add(waiter);
    try {
      operation.interruption().awaitData(() -> inserts.get() != seen, nanos);
    } finally {
      boolean _ = waiting.remove(waiter);
    }
  }
}
