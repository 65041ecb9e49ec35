package dev.meerkat.engine.plan;

import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.values.KeyString;
import java.util.Arrays;
import java.util.Objects;

/**
 * A cursor over the entries of an index that can tell which records come next, and stands where it
 * stood. Threads: confined to one thread.
 */
final class AheadCursor implements SortedCursor {
  private final SortedTable table;
  private final StorageReader reader;
  private final SortedCursor entries;

  /** Entries that were read and not yet come to are those from {@code next} to {@code count}. */
  private byte[][] keys = {};

  private int next;
  private int count;

  /** Whether the entry at hand was read ahead: the cursor itself stands behind it. */
  private boolean isBehind;

  private boolean isExhausted;

  AheadCursor(SortedTable table, StorageReader reader, KeyRange range, Direction direction) {
    this.table = table;
    this.reader = reader;
    this.entries = table.open(reader, range, direction);
  }

  /**
   * Tells the records of the entries behind the one at hand.
   *
   * @param ids takes them, from {@code from} on and before {@code to}
   * @return where they end, {@code from} where there are no more entries
   */
  int upcoming(long[] ids, int from, int to) {
    if (isBehind) {
      forget(next - 1);
    } else {
      keep(0);
      isBehind = true;
      count = 1;
    }
    next = 1;
    int end = from;
    for (int i = next; end < to && (i < count || readOne()); i++) {
      ids[end++] = KeyString.decodeRecordId(keys[i], keys[i].length);
    }
    return end;
  }

  /** Lets go of the entries that were come by. */
  private void forget(int passed) {
    count -= passed;
    System.arraycopy(keys, passed, keys, 0, count);
  }

  private boolean readOne() {
    if (isExhausted || !entries.advance()) {
      isExhausted = true;
      return false;
    }
    keep(count++);
    return true;
  }

  private void keep(int place) {
    if (place == keys.length) {
      keys = Arrays.copyOf(keys, Math.max(8, 2 * place));
    }
    keys[place] = Arrays.copyOf(entries.key(), entries.keyLength());
  }

  @Override
  public boolean advance() {
    if (next < count) {
      next++;
      return true;
    }
    next = 0;
    count = 0;
    isBehind = false;
    return !isExhausted && entries.advance();
  }

  @Override
  public byte[] key() {
    return isBehind ? keys[next - 1] : entries.key();
  }

  @Override
  public int keyLength() {
    return isBehind ? keys[next - 1].length : entries.keyLength();
  }

  /** Seldom asked for where entries were read ahead, so that their values are not kept. */
  @Override
  public byte[] value() {
    return isBehind ? Objects.requireNonNull(table.find(reader, key())) : entries.value();
  }

  @Override
  public void seek(byte[] key, boolean inclusive) {
    next = 0;
    count = 0;
    isBehind = false;
    isExhausted = false;
    entries.seek(key, inclusive);
  }

  @Override
  public void close() {
    entries.close();
  }
}
