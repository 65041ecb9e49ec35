package dev.meerkat.engine.oplog;

import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.List;

/** The oldest records of a log: what one turn removes. Threads: confined to one thread. */
public final class OldestRecords {
  private final List<Long> ids = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();
  private long bytes;

  public void add(long id, int length) {
    ids.add(id);
    lengths.add(length);
    bytes += length;
  }

  public int count() {
    return ids.size();
  }

  public long bytes() {
    return bytes;
  }

  public void remove(RecordStore records, WriteTransaction transaction) {
    for (int i = 0; i < ids.size(); i++) {
      records.delete(transaction, ids.get(i), lengths.get(i));
    }
  }
}
