package dev.meerkat.engine;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Ticker;
import java.util.function.LongSupplier;
import org.bson.BsonTimestamp;

/**
 * The cluster's time: a number for each write, in the order of the commits, that follows the wall
 * clock and never goes back. Threads: safe; changes are guarded by itself.
 *
 * <p>Numbers are given inside the writer's turn only. A limit above everything given is kept in the
 * store ({@link #needsLimit}, {@link #limit}), so that after a crash the clock begins above
 * whatever could have been seen.
 */
public final class LogicalClock {
  /** Seconds by which the stored limit is ahead of the numbers given. */
  private static final int RESERVED_SECONDS = 10;

  /** A year. */
  private static final int MAX_DRIFT_SECONDS = 365 * 24 * 60 * 60;

  private final Ticker ticker;
  private final LongSupplier maxDriftSeconds;
  private long issued;
  private long limit;

  // Every reply tells them: read without the lock.
  private volatile long committed;
  private volatile long synced;
  private volatile long clusterTime;
  private volatile Runnable listener = () -> {};

  /**
   * @param storedLimit the limit as the last run left it, or 0
   * @param maxDriftSeconds how far ahead of the wall clock a time may be that a client has heard
   */
  LogicalClock(Ticker ticker, long storedLimit, LongSupplier maxDriftSeconds) {
    this.ticker = ticker;
    this.maxDriftSeconds = maxDriftSeconds;
    this.limit = storedLimit;
    this.issued = later(storedLimit, bits((int) (ticker.wallMillis() / 1000), 0));
    this.committed = issued;
    this.synced = issued;
    this.clusterTime = issued;
  }

  /**
   * A clock that heeds {@code maxAcceptableLogicalClockDriftSecs}, which it makes known.
   *
   * @param storedLimit the limit as the last run left it, or 0
   */
  static LogicalClock of(Ticker ticker, long storedLimit, Parameters parameters) {
    return new LogicalClock(
        ticker,
        storedLimit,
        parameters.number("maxAcceptableLogicalClockDriftSecs", MAX_DRIFT_SECONDS, 1, false));
  }

  /** The next number; called in the writer's turn. */
  synchronized long issue() {
    long wall = bits((int) (ticker.wallMillis() / 1000), 1);
    issued = later(later(issued, clusterTime) + 1, wall);
    return issued;
  }

  /** A time of its own for who needs one besides a commit's; the next commit's is later. */
  public synchronized BsonTimestamp tick() {
    long wall = bits((int) (ticker.wallMillis() / 1000), 1);
    clusterTime = later(later(issued, clusterTime) + 1, wall);
    return new BsonTimestamp(clusterTime);
  }

  /** Bits of the last number given. */
  synchronized long lastIssued() {
    return issued;
  }

  /** Whether a new limit must be stored before a commit that carries {@code timestamp}. */
  synchronized boolean needsLimit(long timestamp) {
    return Long.compareUnsigned(timestamp, limit) > 0;
  }

  /** The limit to store for numbers up to some seconds after {@code timestamp}. */
  static long limitFor(long timestamp) {
    return bits(new BsonTimestamp(timestamp).getTime() + RESERVED_SECONDS, 0);
  }

  /** Says that a limit is stored. */
  synchronized void limit(long stored) {
    limit = later(limit, stored);
  }

  /** Says that a number's commit has returned; in the order of commits. */
  synchronized void committed(long timestamp) {
    // In this order: who is told of a commit may ask for its time at once.
    clusterTime = later(clusterTime, timestamp);
    committed = later(committed, timestamp);
  }

  /** Says that everything up to a number survives the loss of power. */
  void synced(long timestamp) {
    synchronized (this) {
      synced = later(synced, timestamp);
    }
    tell();
  }

  /** Tells who wants to know that more is committed, or survives the loss of power. */
  void tell() {
    listener.run();
  }

  /** Has somebody told of commits and of what survives the loss of power; he must not wait. */
  void listener(Runnable told) {
    listener = told;
  }

  /** The number of the last commit: a reply's {@code operationTime}. */
  public BsonTimestamp lastCommitted() {
    return new BsonTimestamp(committed);
  }

  /** The last commit that survives the loss of power: what majority reads may see. */
  public BsonTimestamp lastSynced() {
    return new BsonTimestamp(synced);
  }

  /** The greatest time that this server has given or heard of. */
  public BsonTimestamp clusterTime() {
    return new BsonTimestamp(clusterTime);
  }

  /**
   * Takes note of a time that a client has heard elsewhere.
   *
   * @throws ServerException 205 where it is too far ahead of the wall clock, 40484 where its number
   *     within the second is above what such numbers may be
   */
  public synchronized void advance(BsonTimestamp heard) {
    long wallSeconds = ticker.wallMillis() / 1000;
    if (Integer.toUnsignedLong(heard.getTime()) > wallSeconds + maxDriftSeconds.getAsLong()) {
      throw new ServerException(
          new ErrorCode(205, "ClusterTimeFailsRateLimiter"),
          "New $clusterTime, "
              + Integer.toUnsignedLong(heard.getTime())
              + ", is too far from this node's wall clock time, "
              + wallSeconds
              + ".");
    }
    if (heard.getInc() < 0) {
      throw new ServerException(
          ErrorCode.location(40484), "$clusterTime cannot be advanced beyond its maximum value");
    }
    clusterTime = later(clusterTime, heard.getValue());
  }

  /** A time as MongoDB's messages show it. */
  static String text(BsonTimestamp time) {
    return "Timestamp("
        + Integer.toUnsignedLong(time.getTime())
        + ", "
        + Integer.toUnsignedLong(time.getInc())
        + ")";
  }

  /** Seconds are unsigned, so that the clock goes on after 2038. */
  private static long later(long a, long b) {
    return Long.compareUnsigned(a, b) >= 0 ? a : b;
  }

  private static long bits(int seconds, int increment) {
    return new BsonTimestamp(seconds, increment).getValue();
  }
}
