package dev.meerkat.spi.storage;

import java.util.List;

/**
 * How the members of a {@link WriterTurn} are run: together in one transaction, or one by one where
 * that fails. Threads: used by whoever leads.
 */
final class TurnBatches {
  private static final long MAX_CHANGES = 20_000;
  private static final int MAX_CONFLICTS = 100;

  private final Storage storage;

  TurnBatches(Storage storage) {
    this.storage = storage;
  }

  /** Answers how many of the batch have an outcome; the others are to wait for the next one. */
  int run(List<TurnMember<?>> batch) {
    if (batch.size() > 1) {
      int together = tryTogether(batch);
      if (together > 0) {
        return together;
      }
    }
    for (int i = 0; i < batch.size(); i++) {
      runAlone(batch.get(i));
    }
    return batch.size();
  }

  /** One transaction for all; answers 0 where the members must be run one by one instead. */
  private int tryTogether(List<TurnMember<?>> batch) {
    WriteTransaction transaction;
    try {
      transaction = storage.begin(strongest(batch));
    } catch (RuntimeException e) {
      return 0;
    }
    int count = 0;
    try {
      count = runMembers(batch, transaction);
    } finally {
      if (count == 0) {
        rollback(transaction);
      }
    }
    return count == 0 || !tryCommit(batch.subList(0, count), transaction) ? 0 : count;
  }

  private static Durability strongest(List<TurnMember<?>> batch) {
    for (TurnMember<?> member : batch) {
      if (member.durability() == Durability.SYNCED) {
        return Durability.SYNCED;
      }
    }
    return Durability.BUFFERED;
  }

  /** Answers how many members the transaction holds; 0 where it holds a part of one. */
  private static int runMembers(List<TurnMember<?>> batch, WriteTransaction transaction) {
    int count = 0;
    long changes = 0;
    while (count < batch.size() && changes < MAX_CHANGES) {
      TurnMember<?> member = batch.get(count);
      boolean ran = member.run(transaction);
      if (member.failure() instanceof StorageException) {
        return 0;
      }
      long after = transaction.changeCount();
      if (!ran && after != changes) {
        // Nobody can take back what it has done but by taking back everything.
        return 0;
      }
      changes = after;
      count++;
    }
    return count;
  }

  /** Answers false where nothing was committed, and the members may be run again. */
  private static boolean tryCommit(List<TurnMember<?>> members, WriteTransaction transaction) {
    try {
      transaction.commit();
    } catch (StorageException.WriteConflict | StorageException.OutOfSpace e) {
      rollback(transaction);
      return false;
    } catch (Throwable e) {
      rollback(transaction);
      members.forEach(member -> member.fail(e));
      return true;
    }
    members.forEach(TurnMember::settle);
    return true;
  }

  private void runAlone(TurnMember<?> member) {
    for (int attempt = 1; ; attempt++) {
      WriteTransaction transaction = null;
      try {
        transaction = storage.begin(member.durability());
        if (member.run(transaction)) {
          transaction.commit();
        } else {
          rollback(transaction);
        }
        if (!(member.failure() instanceof StorageException.WriteConflict)
            || attempt == MAX_CONFLICTS) {
          member.settle();
          return;
        }
      } catch (Throwable e) {
        if (transaction != null) {
          rollback(transaction);
        }
        if (!(e instanceof StorageException.WriteConflict) || attempt == MAX_CONFLICTS) {
          member.fail(e);
          return;
        }
      }
    }
  }

  /** What a failed rollback could tell, the next turn's begin tells as well. */
  private static void rollback(WriteTransaction transaction) {
    try {
      transaction.rollback();
    } catch (StorageException e) {
      return;
    }
  }
}
