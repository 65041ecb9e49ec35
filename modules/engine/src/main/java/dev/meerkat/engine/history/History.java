package dev.meerkat.engine.history;

import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is replaced while somebody reads at an earlier time. Threads: safe; pins are guarded
 * by their map, and set in the writer's turn.
 */
public final class History {
  private final ConcurrentMap<String, Undo<Long, DocumentView>> records = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Undo<byte[], byte[]>> tables = new ConcurrentHashMap<>();
  private final ConcurrentNavigableMap<Long, CatalogSnapshot> catalogs =
      new ConcurrentSkipListMap<>(Long::compareUnsigned);
  private final Claims claims = new Claims();
  private final AtomicLong bytes = new AtomicLong();
  private final IdentityHashMap<Pin, Pin> pins = new IdentityHashMap<>();
  private final List<String> unneeded = new ArrayList<>();
  private volatile boolean pinned;
  private volatile long maxBytes = Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4);

  public Claims claims() {
    return claims;
  }

  /** Whether somebody reads at an earlier time. */
  public boolean isPinned() {
    return pinned;
  }

  /** Whether the past of a table is ever read: the engine's own tables know the present only. */
  boolean keeps(String ident) {
    return !ident.startsWith("_");
  }

  /** Bytes that kept values may take, and those of one transaction. */
  public long maxBytes() {
    return maxBytes;
  }

  public void maxBytes(long most) {
    maxBytes = most;
  }

  /** Whether the kept values take more memory than they may. */
  public boolean isFull() {
    return pinned && bytes.get() > maxBytes;
  }

  /** Bytes that the kept values take, about. */
  public long bytes() {
    return bytes.get();
  }

  /**
   * Begins to keep what is replaced from now on; called in the writer's turn, and the pin may be
   * used when that has committed.
   *
   * @param time bits of the last timestamp issued
   */
  public Pin pin(long time, CatalogSnapshot catalog) {
    Pin pin = new Pin(time, catalog);
    synchronized (pins) {
      pins.put(pin, pin);
      pinned = true;
    }
    return pin;
  }

  /** Says that nobody reads at a pin any more; a second time changes nothing. */
  public void release(Pin pin) {
    long oldest;
    synchronized (pins) {
      if (pins.remove(pin) == null) {
        return;
      }
      if (pins.isEmpty()) {
        pinned = false;
        forgetAll();
        return;
      }
      oldest = oldest();
      if (Long.compareUnsigned(pin.time(), oldest) >= 0) {
        return;
      }
    }
    records.values().forEach(undo -> undo.forgetBefore(oldest));
    tables.values().forEach(undo -> undo.forgetBefore(oldest));
    catalogs.headMap(oldest).clear();
  }

  private long oldest() {
    long oldest = -1;
    for (Pin pin : pins.keySet()) {
      oldest = Long.compareUnsigned(pin.time(), oldest) < 0 ? pin.time() : oldest;
    }
    return oldest;
  }

  /** A turn at work may leave something behind; the next to forget takes it along. */
  private void forgetAll() {
    records.clear();
    tables.clear();
    catalogs.clear();
    bytes.set(0);
  }

  /**
   * The transaction to write through in a turn.
   *
   * @param changes collects what the turn's member changes
   */
  public WriteTransaction recording(WriteTransaction transaction, ChangeSet changes) {
    return new RecordedTransaction(this, transaction, changes);
  }

  /**
   * Where a member of a turn collects its changes; null where nobody reads at an earlier time, so
   * that nothing has to be kept.
   */
  public @Nullable ChangeSet newChanges() {
    return pinned ? new ChangeSet() : null;
  }

  /**
   * A snapshot of the data at a time that a pin keeps, with a transaction's own changes or without.
   */
  public Snapshot open(Storage storage, long time, @Nullable Overlay overlay) {
    return new PastSnapshot(this, storage.openSnapshot(), time, overlay);
  }

  /** Notes a catalog that a commit has made, in the order of commits. */
  public void published(long time, CatalogSnapshot catalog) {
    if (pinned) {
      catalogs.put(time, catalog);
    }
  }

  /** The catalog at a time that a pin keeps. */
  public CatalogSnapshot catalogAt(Pin pin, long time) {
    var known = catalogs.floorEntry(time);
    return known == null || Long.compareUnsigned(known.getKey(), pin.time()) <= 0
        ? pin.catalog()
        : known.getValue();
  }

  /** Whether a record has been changed, or is being changed, since a pin. */
  public boolean isRecordChanged(String ident, long recordId, Pin pin) {
    Undo<Long, DocumentView> undo = records.get(ident);
    return undo != null && undo.isChanged(recordId, pin.time());
  }

  /**
   * Whether a key of a range has been changed, or is being changed, since a pin.
   *
   * @param to exclusive; null for no bound
   */
  public boolean isAnyKeyChanged(String ident, byte[] from, byte @Nullable [] to, Pin pin) {
    Undo<byte[], byte[]> undo = tables.get(ident);
    return undo != null && undo.isAnyChanged(from, to, pin.time());
  }

  /** Keeps tables that a drop has made superfluous for those who read an earlier time. */
  public boolean postpones(List<String> idents) {
    synchronized (pins) {
      if (pins.isEmpty()) {
        return false;
      }
      unneeded.addAll(idents);
      return true;
    }
  }

  /** Tables that were postponed and that nobody reads any more; they are the caller's now. */
  public List<String> takeUnneeded() {
    synchronized (pins) {
      if (!pins.isEmpty() || unneeded.isEmpty()) {
        return List.of();
      }
      List<String> taken = List.copyOf(unneeded);
      unneeded.clear();
      return taken;
    }
  }

  Undo<Long, DocumentView> recordsUndo(String ident) {
    return records.computeIfAbsent(
        ident, name -> new Undo<>(Long::compare, DocumentView::length, bytes));
  }

  Undo<byte[], byte[]> tableUndo(String ident) {
    return tables.computeIfAbsent(
        ident, name -> new Undo<>(Arrays::compareUnsigned, value -> value.length, bytes));
  }

  @Nullable Undo<Long, DocumentView> undoOfRecords(String ident) {
    return records.get(ident);
  }

  @Nullable Undo<byte[], byte[]> undoOfTable(String ident) {
    return tables.get(ident);
  }
}
