package dev.meerkat.engine.oplog;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.WriteTransaction;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * The oplog of a replica set, {@code local.oplog.rs}. A record's id is the entry's time, so that
 * reading after a time is one seek, and a time before another is never committed after it. Threads:
 * safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/replica-set-oplog/">Replica set oplog</a>
 */
public final class Oplog {
  public static final Namespace NAMESPACE = Namespace.parse("local.oplog.rs");

  /** The record store of the entries. */
  public static final String IDENT = "_oplog";

  private static final long FIRST_TERM = 1;

  private final Storage storage;
  private final RecordStore records;
  private final boolean kept;
  private final Ticker ticker;
  private final PreImages preImages;
  private final Terms terms;
  private final Object bell = new Object();
  private final Runnable committed;

  /** Bits of the newest entry that everybody sees. */
  private volatile long newest;

  private volatile @Nullable LoggedCollection lastLogged;

  // Used by turns, one after the other.
  private final DocumentBuilder entry = new DocumentBuilder(512);
  private final DocumentBuilder change = new DocumentBuilder(128);

  private volatile int waiting;
  private volatile double minRetentionHours;

  /**
   * @param kept whether there is an oplog: a standalone server has none
   * @param committed told of each commit with entries: who tails the collection waits for it
   * @param minRetentionHours how long entries stay however many they are, 0 or more
   */
  public Oplog(
      Storage storage, Ticker ticker, boolean kept, double minRetentionHours, Runnable committed) {
    this.storage = storage;
    this.ticker = ticker;
    this.minRetentionHours = minRetentionHours;
    this.committed = committed;
    this.preImages = new PreImages(storage, ticker);
    this.records = storage.recordStore(IDENT);
    this.kept = kept;
    this.newest = kept ? maxRecordId() : 0;
    this.terms = new Terms(newest == 0 ? FIRST_TERM : storedTerm());
  }

  private long maxRecordId() {
    try (Snapshot snapshot = storage.openSnapshot()) {
      return records.maxRecordId(snapshot);
    }
  }

  private long storedTerm() {
    try (OplogReader reader = reader(newest - 1)) {
      if (!reader.advance()) {
        throw new IllegalStateException("the newest entry is not there");
      }
      return reader.entry().term();
    }
  }

  /** Whether there is an oplog. */
  public boolean isKept() {
    return kept;
  }

  /** Whether a collection is written by turns only: the oplog itself, and the pre-images. */
  public boolean isOwn(Namespace namespace) {
    return kept && (namespace.equals(NAMESPACE) || namespace.equals(PreImages.NAMESPACE));
  }

  /** The terms of the set's primary. */
  public Terms terms() {
    return terms;
  }

  /** Begins another term with the entries to come. */
  public void beginTerm() {
    terms.begin(newest + 1);
  }

  /** What documents were before. */
  public PreImages preImages() {
    return preImages;
  }

  /** How long entries stay however many they are. */
  public double minRetentionHours() {
    return minRetentionHours;
  }

  public void minRetentionHours(double hours) {
    minRetentionHours = hours;
  }

  /** Where a turn writes its entries. */
  public OplogWriter writer(WriteTransaction transaction, OplogWriter.Clock clock) {
    return new OplogWriter(this, transaction, clock);
  }

  /** A collection as entries name it; most entries are about that of the entry before. */
  LoggedCollection logged(CollectionEntry collection) {
    LoggedCollection logged = LoggedCollection.of(collection, lastLogged);
    lastLogged = logged;
    return logged;
  }

  /** What an entry is written to; only in the turn, and until the next entry. */
  DocumentBuilder entryBuilder() {
    return entry.clearAndShrink();
  }

  /** What a change of a document is written to that an entry tells; as {@link #entryBuilder()}. */
  DocumentBuilder changeBuilder() {
    return change.clearAndShrink();
  }

  void append(WriteTransaction transaction, long time, DocumentView written) {
    records.insert(transaction, time, written);
  }

  long wallMillis() {
    return ticker.wallMillis();
  }

  /**
   * Opens the entries that are later than a time.
   *
   * @param after bits of a timestamp; 0 for all
   */
  public OplogReader reader(long after) {
    Snapshot snapshot = storage.openSnapshot();
    try {
      return new OplogReader(snapshot, records.open(snapshot, Direction.FORWARD, after + 1));
    } catch (RuntimeException e) {
      snapshot.close();
      throw e;
    }
  }

  /** The oldest entry's time; 0 where there is none. */
  public BsonTimestamp oldest() {
    try (Snapshot snapshot = storage.openSnapshot();
        RecordCursor cursor = records.open(snapshot, Direction.FORWARD, 1)) {
      return new BsonTimestamp(cursor.advance() ? cursor.recordId() : 0);
    }
  }

  /** The newest entry's time; 0 where there is none. */
  public BsonTimestamp newest() {
    return new BsonTimestamp(newest);
  }

  /**
   * Waits until an entry later than a time is there, or the time is up, or somebody is to look
   * whether he is still wanted ({@link #wake}). It costs nothing while nothing is written.
   *
   * @param after bits of a timestamp
   * @param millis above 0
   * @return whether there is a later entry
   */
  @SuppressWarnings("WaitNotInLoop")
  public boolean await(long after, long millis) throws InterruptedException {
    if (newest > after) {
      return true;
    }
    synchronized (bell) {
      waiting++;
      try {
        // Who is woken for another reason looks at its own affairs and comes again.
        if (newest <= after) {
          bell.wait(millis);
        }
      } finally {
        waiting--;
      }
    }
    return newest > after;
  }

  /** Says that everybody who waits is to look around. */
  public void wake() {
    if (waiting > 0) {
      synchronized (bell) {
        bell.notifyAll();
      }
    }
  }

  /** Says that entries up to a time have been committed; in the order of the commits. */
  void committed(long timestamp) {
    newest = timestamp;
    committed.run();
    wake();
  }
}
