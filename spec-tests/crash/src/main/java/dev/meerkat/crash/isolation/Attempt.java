package dev.meerkat.crash.isolation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A transaction, or a plain write, as its client saw it. Threads: confined to its client, then to
 * the check.
 */
public final class Attempt {
  private final String id;
  private final long began;
  private final List<Version> reads = new ArrayList<>();
  private final Map<String, Version> writes = new LinkedHashMap<>();
  private Outcome outcome = Outcome.ABORTED;
  private long ended = Long.MAX_VALUE;

  /** What became of it. */
  public enum Outcome {
    COMMITTED,
    ABORTED,
    /** It was sent, and the connection broke before the answer. */
    UNKNOWN
  }

  /**
   * @param began a number after all whose end was known by then
   */
  public Attempt(String id, long began) {
    this.id = id;
    this.began = began;
  }

  public String id() {
    return id;
  }

  long began() {
    return began;
  }

  long ended() {
    return ended;
  }

  public Outcome outcome() {
    return outcome;
  }

  /**
   * Says what became of it.
   *
   * @param tick a number before all that begin from now on
   */
  public void end(Outcome how, long tick) {
    outcome = how;
    ended = how == Outcome.COMMITTED ? tick : Long.MAX_VALUE;
  }

  /** Notes what it has read of others. */
  public void read(Version version) {
    reads.add(version);
  }

  /** Notes what it has written; the last word about a document counts. */
  public void write(Version version) {
    writes.put(version.key(), version);
  }

  List<Version> reads() {
    return reads;
  }

  Map<String, Version> writes() {
    return writes;
  }

  @Override
  public String toString() {
    return id + " " + outcome + " reads " + reads + " writes " + writes.values();
  }
}
