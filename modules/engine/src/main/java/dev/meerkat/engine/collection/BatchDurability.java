package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turns;
import dev.meerkat.spi.storage.Durability;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * What each turn of a batch must promise: only the last waits for the disk, and with it all before.
 * Where there was no last turn (it has failed, or nothing matched, or everything had been done by
 * an earlier command that asked for less), the end of the batch waits. Threads: confined to one
 * operation.
 */
final class BatchDurability {
  /** Nothing waits for the disk, so that there is nothing to remember. */
  private static final BatchDurability BUFFERED = new BatchDurability();

  private final @Nullable Turns turns;
  private final Durability wanted;

  /** Bits of the commit that the acknowledgement rests on: it must be on the disk. */
  private long needed;

  private boolean buffered;

  private BatchDurability() {
    this.turns = null;
    this.wanted = Durability.BUFFERED;
  }

  private BatchDurability(Turns turns) {
    this.turns = turns;
    this.wanted = Durability.SYNCED;
    this.needed = turns.lastCommitted().getValue();
  }

  /** What the command's write concern asks for. */
  static BatchDurability of(Operation operation) {
    return operation.durability() == Durability.SYNCED
        ? new BatchDurability(operation.engine().turns())
        : BUFFERED;
  }

  /** The durability of the next turn; the one before has ended. */
  Durability of(boolean isLast) {
    if (turns == null) {
      return wanted;
    }
    noteBuffered(turns);
    Durability durability = isLast ? wanted : Durability.BUFFERED;
    buffered = durability == Durability.BUFFERED;
    return durability;
  }

  /** Waits for the disk where no turn has done so. */
  void finish() {
    if (turns != null) {
      noteBuffered(turns);
      turns.sync(new BsonTimestamp(needed));
    }
  }

  private void noteBuffered(Turns turns) {
    if (buffered) {
      needed = turns.lastCommitted().getValue();
      buffered = false;
    }
  }
}
