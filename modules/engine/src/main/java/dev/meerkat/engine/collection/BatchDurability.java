package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.storage.Durability;

/**
 * What each turn of a batch must promise: only the last waits for the disk, and with it all before.
 * Threads: confined to one operation.
 */
final class BatchDurability {
  private final Operation operation;
  private final Durability wanted;
  private boolean unsynced;

  BatchDurability(Operation operation) {
    this.operation = operation;
    this.wanted = operation.durability();
  }

  /** The durability of the next turn. */
  Durability of(boolean isLast) {
    Durability durability = isLast ? wanted : Durability.BUFFERED;
    unsynced = durability == Durability.BUFFERED;
    return durability;
  }

  /** Waits for the disk where the last turn has not done so. */
  void finish() {
    if (unsynced && wanted == Durability.SYNCED) {
      operation.engine().turns().sync();
      unsynced = false;
    }
  }
}
