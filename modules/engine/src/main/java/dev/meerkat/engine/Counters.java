package dev.meerkat.engine;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the server has done since its start, for {@code serverStatus}. Threads: safe.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/serverStatus/#opcounters">opcounters</a>
 */
public final class Counters {
  private final LongAdder inserts = new LongAdder();
  private final LongAdder updates = new LongAdder();
  private final LongAdder deletes = new LongAdder();
  private final LongAdder queries = new LongAdder();
  private final LongAdder getMores = new LongAdder();
  private final LongAdder commands = new LongAdder();
  private final LongAdder callersFaults = new LongAdder();
  private final LongAdder ownFaults = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();

  Counters() {}

  /** Counts the documents of an insert. */
  public void inserting(int documents) {
    inserts.add(documents);
  }

  /** Counts the statements of an update. */
  public void updating(int statements) {
    updates.add(statements);
  }

  /** Counts the statements of a delete. */
  public void deleting(int statements) {
    deletes.add(statements);
  }

  /** Counts a command; those that are counted by what they carry are left out here. */
  public void command(String name) {
    switch (name) {
      case "insert", "update", "delete" -> {}
      case "find" -> queries.increment();
      case "getMore" -> getMores.increment();
      default -> commands.increment();
    }
  }

  /** Counts an error that was answered. */
  public void failed(boolean isCallersFault) {
    (isCallersFault ? callersFaults : ownFaults).increment();
  }

  /** Counts a message that has come, in bytes on the wire. */
  public void received(int bytes) {
    requests.increment();
    bytesIn.add(bytes);
  }

  /** Counts a message that is sent, in bytes on the wire. */
  public void sent(int bytes) {
    bytesOut.add(bytes);
  }

  public long inserts() {
    return inserts.sum();
  }

  public long updates() {
    return updates.sum();
  }

  public long deletes() {
    return deletes.sum();
  }

  public long queries() {
    return queries.sum();
  }

  public long getMores() {
    return getMores.sum();
  }

  public long commands() {
    return commands.sum();
  }

  public long callersFaults() {
    return callersFaults.sum();
  }

  public long ownFaults() {
    return ownFaults.sum();
  }

  public long requests() {
    return requests.sum();
  }

  public long bytesIn() {
    return bytesIn.sum();
  }

  public long bytesOut() {
    return bytesOut.sum();
  }
}
