package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turns;
import dev.meerkat.spi.storage.Durability;
import org.bson.BsonTimestamp;

/**
 * What each turn of a batch must promise: only the last waits for the disk, and with it all before.
 * Where there was no last turn (it has failed, or nothing matched, or everything had been done by
 * an earlier command that asked for less), the end of the batch waits. Threads: confined to one
 * operation.
 */
final class BatchDurability {
  private final Turns turns;
  private final Durability wanted;

  /** Bits of the commit that the acknowledgement rests on: it must be on the disk. */
  private long needed;

  private boolean buffered;

  BatchDurability(Operation operation) {
    this.turns = operation.engine().turns();
    this.wanted = operation.durability();
    this.needed = turns.lastCommitted().getValue();
  }

  /** The durability of the next turn; the one before has ended. */
  Durability of(boolean isLast) {
    noteBuffered();
    Durability durability = isLast ? wanted : Durability.BUFFERED;
    buffered = durability == Durability.BUFFERED;
    return durability;
  }

  /** Waits for the disk where no turn has done so. */
  void finish() {
    if (wanted == Durability.SYNCED) {
      noteBuffered();
      turns.sync(new BsonTimestamp(needed));
    }
  }

  private void noteBuffered() {
    if (buffered) {
      needed = turns.lastCommitted().getValue();
      buffered = false;
    }
  }
}
