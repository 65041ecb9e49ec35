package dev.meerkat.contract.fault;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.StorageException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides at which call a {@link FaultyStorage} fails, and remembers what was asked of it. Threads:
 * safe.
 */
public final class Faults {
  /** The calls that can fail; rollback and close never do. */
  public enum Call {
    BEGIN,
    COMMIT,
    OPEN_SNAPSHOT,
    READ,
    WRITE,
    UPKEEP
  }

  private final AtomicLong calls = new AtomicLong();
  private final List<Durability> begun = new CopyOnWriteArrayList<>();
  private final AtomicLong unsynced = new AtomicLong();
  private volatile long failAt = Long.MAX_VALUE;
  private volatile @Nullable Call failing;
  private volatile @Nullable Supplier<StorageException> afterCommit;
  private volatile Supplier<StorageException> fault =
      () -> new StorageException.Failed("a fault on purpose", null);

  /** Fails once, at the n-th call from now on. */
  public void failAt(long n, Supplier<StorageException> what) {
    fault = what;
    failAt = calls.get() + n;
  }

  /** Fails once, at the next call of one kind. */
  public void failNext(Call call, Supplier<StorageException> what) {
    fault = what;
    failing = call;
  }

  /** The next commit is made, and fails all the same, as one whose sync has failed. */
  public void failAfterNextCommit(Supplier<StorageException> what) {
    afterCommit = what;
  }

  /** Whether the fault is still to come. */
  public boolean isPending() {
    return calls.get() < failAt && failAt != Long.MAX_VALUE || failing != null;
  }

  /** The durabilities of all transactions begun, in order. */
  public List<Durability> begun() {
    return List.copyOf(begun);
  }

  /** Takes the fault back, if it is still to come. */
  public void disarm() {
    failAt = Long.MAX_VALUE;
    failing = null;
    afterCommit = null;
  }

  /** How many commits have returned that would not survive the loss of power. */
  public long unsyncedCommits() {
    return unsynced.get();
  }

  void begin(Durability durability) {
    call(Call.BEGIN);
    begun.add(durability);
  }

  /** A commit has returned; a synced one takes all before it along. */
  void committed(Durability durability) {
    Supplier<StorageException> failure = afterCommit;
    if (failure != null) {
      afterCommit = null;
      throw failure.get();
    }
    if (durability == Durability.SYNCED) {
      synced();
    } else {
      unsynced.incrementAndGet();
    }
  }

  void synced() {
    unsynced.set(0);
  }

  void call(Call call) {
    boolean fails = calls.incrementAndGet() == failAt;
    if (failing == call) {
      failing = null;
      fails = true;
    }
    if (fails) {
      throw fault.get();
    }
  }
}
