package dev.meerkat.engine.history;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What open transactions have written, so that nobody else writes it before they end. Threads:
 * safe.
 *
 * <p>A plain writer keeps the old value in the history first and looks here second; a transaction
 * claims first and looks for newer values in the history second: of two that meet, at least one
 * sees the other.
 */
public final class Claims {
  private final ConcurrentMap<Claim, Claimant> owners = new ConcurrentHashMap<>();
  private final ConcurrentMap<UUID, Set<Claimant>> writers = new ConcurrentHashMap<>();

  /** Who claims: an open transaction. */
  public interface Claimant {
    /**
     * Waits until the transaction has ended, or for some milliseconds.
     *
     * @param millis above 0
     */
    void awaitEnd(long millis) throws InterruptedException;
  }

  /** Whether no open transaction has written anything. */
  public boolean isEmpty() {
    return owners.isEmpty();
  }

  /** Claims for a transaction; answers who has the claim already, or null. */
  public @Nullable Claimant claim(Claim claim, Claimant claimant) {
    Claimant present = owners.putIfAbsent(claim, claimant);
    return present == claimant ? null : present;
  }

  /** Who has a claim, or null. */
  public @Nullable Claimant owner(Claim claim) {
    return owners.get(claim);
  }

  public void release(Claim claim, Claimant claimant) {
    owners.remove(claim, claimant);
  }

  /** Says that a transaction writes to a collection. */
  public void enter(UUID collection, Claimant claimant) {
    writers.compute(
        collection,
        (uuid, present) -> {
          Set<Claimant> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          all.add(claimant);
          return all;
        });
  }

  public void leave(UUID collection, Claimant claimant) {
    writers.computeIfPresent(
        collection,
        (uuid, present) -> {
          present.remove(claimant);
          return present.isEmpty() ? null : present;
        });
  }

  /** One of the transactions that have written to a collection, or null. */
  public @Nullable Claimant writer(UUID collection) {
    Set<Claimant> present = writers.get(collection);
    if (present == null) {
      return null;
    }
    for (Claimant claimant : present) {
      return claimant;
    }
    return null;
  }
}
