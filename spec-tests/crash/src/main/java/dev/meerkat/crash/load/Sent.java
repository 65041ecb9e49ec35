package dev.meerkat.crash.load;

import org.bson.BsonDocument;

/**
 * A step that was sent, and what came back. Threads: written by its worker, read when the worker
 * has ended.
 */
final class Sent {
  private static final long NEVER = Long.MAX_VALUE;

  private final Step step;
  private final Concern concern;
  private final long sentNanos;
  private long acknowledgedNanos = NEVER;
  private BsonDocument outline;

  Sent(Step step, Concern concern, long sentNanos) {
    this.step = step;
    this.concern = concern;
    this.sentNanos = sentNanos;
  }

  Step step() {
    return step;
  }

  long sentNanos() {
    return sentNanos;
  }

  void acknowledged(long nanos, BsonDocument answerOutline) {
    acknowledgedNanos = nanos;
    outline = answerOutline;
  }

  boolean isAcknowledged() {
    return acknowledgedNanos != NEVER;
  }

  boolean isAcknowledgedBefore(long nanos) {
    return acknowledgedNanos < nanos;
  }

  /** Whether it was acknowledged before that moment in a way that survives the loss of power. */
  boolean isSyncedBefore(long nanos) {
    return concern.survivesPowerLoss() && isAcknowledgedBefore(nanos);
  }

  /** The outline of the answer, or null where none came. */
  BsonDocument outline() {
    return outline;
  }

  @Override
  public String toString() {
    return concern + " " + step.command().toJson();
  }
}
