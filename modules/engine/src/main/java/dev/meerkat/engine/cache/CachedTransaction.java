package dev.meerkat.engine.cache;

import dev.meerkat.spi.DocumentView;
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

  private record Kept(TableLife table, long recordId) {}

  /** What is in memory as this transaction has changed it. */
  private List<Kept> kept = List.of();

  private boolean ended;
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

  /** All commits up to this one are seen. */
  long seen() {
    return number - 1;
  }

  /** What the cache answers is as little to be had after the end as what the backend does. */
  void checkOpen() {
    if (ended) {
      throw new IllegalStateException("the transaction has ended");
    }
  }

  /**
   * Says that a record is about to be changed.
   *
   * @return whether it is worth being {@linkplain #keep kept} as it becomes
   */
  boolean changes(TableLife table, long recordId) {
    return cache.changed(table, recordId, number);
  }

  /** Keeps a record in memory as it has become, for those who come after the commit. */
  void keep(TableLife table, long recordId, DocumentView document) {
    if (kept.isEmpty()) {
      kept = new ArrayList<>();
    }
    kept.add(new Kept(table, recordId));
    cache.keepChanged(table, recordId, number, document);
  }

  private void forgetKept() {
    for (int i = 0; i < kept.size(); i++) {
      cache.forget(kept.get(i).table, kept.get(i).recordId);
    }
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
    boolean committed = false;
    try {
      raw.commit();
      committed = true;
    } finally {
      end(committed);
    }
  }

  /** What it has only tried to change may be kept in memory again, by readers from now on. */
  @Override
  public void rollback() {
    try {
      raw.rollback();
    } finally {
      end(false);
    }
  }

  /** A rollback after the end changes nothing: others have had transactions since. */
  private void end(boolean committed) {
    if (ended) {
      return;
    }
    ended = true;
    if (!committed) {
      forgetKept();
    }
    cache.ended(number);
  }
}
