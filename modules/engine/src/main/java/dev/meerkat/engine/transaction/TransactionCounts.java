package dev.meerkat.engine.transaction;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many transactions and retried writes there have been since the start. Threads: safe.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/serverStatus/#transactions">serverStatus.transactions</a>
 */
public final class TransactionCounts {
  private final LongAdder started = new LongAdder();
  private final LongAdder committed = new LongAdder();
  private final LongAdder aborted = new LongAdder();
  private final LongAdder working = new LongAdder();
  private final LongAdder retriedCommands = new LongAdder();
  private final LongAdder retriedStatements = new LongAdder();
  private final LongAdder recorded = new LongAdder();

  void begun() {
    started.increment();
  }

  void ended(Transaction.State end) {
    (end == Transaction.State.COMMITTED ? committed : aborted).increment();
  }

  /** Says that a command has begun to work in an open transaction. */
  public void enter() {
    working.increment();
  }

  public void leave() {
    working.decrement();
  }

  /** Says that a command has found so many of its statements done already. */
  public void retried(int statements) {
    retriedCommands.increment();
    retriedStatements.add(statements);
  }

  /** Says that what a retryable write has done is recorded. */
  public void recorded() {
    recorded.increment();
  }

  public long started() {
    return started.sum();
  }

  public long committed() {
    return committed.sum();
  }

  public long aborted() {
    return aborted.sum();
  }

  public long open() {
    return Math.max(0, started() - committed() - aborted());
  }

  /** Open transactions in which a command is at work. */
  public long active() {
    return Math.min(open(), Math.max(0, working.sum()));
  }

  public long retriedCommands() {
    return retriedCommands.sum();
  }

  public long retriedStatements() {
    return retriedStatements.sum();
  }

  public long rowsWritten() {
    return recorded.sum();
  }
}
