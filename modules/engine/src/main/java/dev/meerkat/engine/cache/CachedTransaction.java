package dev.meerkat.engine.cache;

import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The writer's transaction, which notes where it changes records, so that its commit can say so
 * first. Threads: confined to one thread.
 */
final class CachedTransaction implements WriteTransaction {
  private final RecordCache cache;
  private final WriteTransaction raw;
  private int[] slots = new int[4];
  private int count;
  private List<String> created = List.of();
  private List<String> dropped = List.of();

  CachedTransaction(RecordCache cache, WriteTransaction raw) {
    this.cache = cache;
    this.raw = raw;
  }

  WriteTransaction raw() {
    return raw;
  }

  /** Notes that a record of this place is changed. */
  void changes(int slot) {
    // Most transactions change neighbours.
    if (count > 0 && slots[count - 1] == slot) {
      return;
    }
    if (count == slots.length) {
      slots = Arrays.copyOf(slots, 2 * count);
    }
    slots[count++] = slot;
  }

  @Override
  public List<String> idents() {
    return raw.idents();
  }

  @Override
  public void createTable(String ident, TableKind kind, String database) {
    raw.createTable(ident, kind, database);
    if (kind.isRecords()) {
      created = with(created, ident);
    }
  }

  @Override
  public void dropTable(String ident) {
    raw.dropTable(ident);
    dropped = with(dropped, ident);
  }

  private static List<String> with(List<String> idents, String ident) {
    List<String> more = idents.isEmpty() ? new ArrayList<>() : idents;
    more.add(ident);
    return more;
  }

  @Override
  public long changeCount() {
    return raw.changeCount();
  }

  /** What it changes is out of date before anybody can see the change. */
  @Override
  public void commit() {
    long next = cache.version() + 1;
    dropped.forEach(cache::dropped);
    created.forEach(ident -> cache.created(ident, next));
    for (int i = 0; i < count; i++) {
      cache.changed(slots[i], next);
    }
    try {
      raw.commit();
    } finally {
      cache.committed(next);
    }
  }

  @Override
  public void rollback() {
    raw.rollback();
  }
}
