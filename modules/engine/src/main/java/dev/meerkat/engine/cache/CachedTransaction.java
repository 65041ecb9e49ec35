package dev.meerkat.engine.cache;

import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.List;

/**
 * The writer's transaction, which says where it changes records before it does: what is in memory
 * there is out of date before anybody can see the change. Threads: confined to one thread.
 */
final class CachedTransaction implements WriteTransaction {
  private final RecordCache cache;
  private final WriteTransaction raw;

  /** The number of its commit: nobody else commits meanwhile. */
  private final long number;

  private List<String> created = List.of();
  private List<String> dropped = List.of();

  CachedTransaction(RecordCache cache, WriteTransaction raw) {
    this.cache = cache;
    this.raw = raw;
    this.number = cache.version() + 1;
  }

  WriteTransaction raw() {
    return raw;
  }

  /** Says that a record of this place is about to be changed. */
  void changes(int place) {
    cache.changed(place, number);
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

  @Override
  public void commit() {
    for (int i = 0; i < dropped.size(); i++) {
      cache.dropped(dropped.get(i));
    }
    for (int i = 0; i < created.size(); i++) {
      cache.created(created.get(i), number);
    }
    try {
      raw.commit();
    } finally {
      cache.ended(number);
    }
  }

  /** What it has only tried to change may be kept in memory again, by readers from now on. */
  @Override
  public void rollback() {
    try {
      raw.rollback();
    } finally {
      cache.ended(number);
    }
  }
}
