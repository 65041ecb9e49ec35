package dev.meerkat.engine;

import dev.meerkat.spi.ErrorCode;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The operations at work, for {@code currentOp} and {@code killOp}. Threads: safe. */
public final class Operations {
  private final ConcurrentMap<Integer, Operation> active = new ConcurrentHashMap<>();
  private final Counters counters = new Counters();
  private final AtomicInteger lastOpid = new AtomicInteger();
  private volatile boolean closed;

  Operations() {}

  /** All operations at work, in no order. */
  public Collection<Operation> active() {
    return active.values();
  }

  /** What has been done since the start. */
  public Counters counters() {
    return counters;
  }

  public @Nullable Operation find(int opid) {
    return active.get(opid);
  }

  /** Ends an operation at its next check; one that is not there is no error. */
  public void kill(int opid) {
    Operation operation = active.get(opid);
    if (operation != null) {
      operation.kill(ErrorCode.INTERRUPTED, "operation was interrupted");
    }
  }

  /** Numbers of 32 bits, as clients send them back: they come round, past those still in use. */
  int nextOpid() {
    int opid;
    do {
      opid = lastOpid.incrementAndGet();
    } while (active.containsKey(opid));
    return opid;
  }

  void begin(Operation operation) {
    active.put(operation.opid(), operation);
    if (closed) {
      operation.kill(ErrorCode.INTERRUPTED_AT_SHUTDOWN, "interrupted at shutdown");
    }
  }

  void end(Operation operation) {
    active.remove(operation.opid());
  }

  /** Ends all operations, and those that begin from now on. */
  public void close() {
    closed = true;
    for (Operation operation : active.values()) {
      operation.kill(ErrorCode.INTERRUPTED_AT_SHUTDOWN, "interrupted at shutdown");
    }
  }
}
