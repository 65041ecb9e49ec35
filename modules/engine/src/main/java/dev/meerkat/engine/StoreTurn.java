package dev.meerkat.engine;

import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.history.ChangeSet;
import dev.meerkat.engine.history.Claim;
import dev.meerkat.engine.history.Claimed;
import dev.meerkat.engine.history.Claims;
import dev.meerkat.engine.history.History;
import dev.meerkat.engine.history.RecordedTransaction;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.engine.oplog.Oplog;
import dev.meerkat.engine.oplog.OplogWriter;
import dev.meerkat.engine.oplog.TurnLog;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.values.KeyStringBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One piece of work's share of a writer's turn. Threads: confined to the turn. */
final class StoreTurn implements Turn, OplogWriter.Clock {
  private final Turns turns;
  private final WriteTransaction shared;
  private final @Nullable ChangeSet changes;
  private final WriteTransaction transaction;

  /** Most work has one thing to do; what comes after that is in the list. */
  private @Nullable Runnable afterCommit;

  private List<Runnable> afterThat = List.of();
  private @Nullable OplogWriter writer;
  private long timestamp;
  private long clockLimit;
  private @Nullable CatalogSnapshot changed;

  /**
   * @param shared the transaction of the whole turn
   */
  StoreTurn(Turns turns, WriteTransaction shared) {
    History history = turns.history();
    this.turns = turns;
    this.shared = shared;
    this.changes = history.newChanges();
    this.transaction = changes == null ? shared : history.recording(shared, changes);
  }

  @Override
  public WriteTransaction transaction() {
    return transaction;
  }

  @Override
  public CatalogSnapshot catalog() {
    return turns.pending(shared);
  }

  @Override
  public void catalog(CatalogSnapshot next) {
    turns.pending(shared, next);
    afterCommit(() -> turns.publish(next));
    changed = next;
  }

  @Override
  public KeyStringBuilder keyBuilder() {
    return turns.keyBuilder();
  }

  @Override
  public DocumentBuilder documentBuilder() {
    return turns.documentBuilder();
  }

  @Override
  public TurnLog log() {
    Oplog oplog = turns.oplog();
    if (!oplog.isKept()) {
      return TurnLog.NONE;
    }
    OplogWriter known = writer;
    if (known == null) {
      known = oplog.writer(shared, this);
      writer = known;
    }
    return known;
  }

  @Override
  public long timestamp() {
    flush();
    return timestamp == 0 ? issue() : timestamp;
  }

  private void flush() {
    if (writer != null) {
      writer.flush();
    }
  }

  /** Whatever the times of the entries are, the changes are seen together: at the first. */
  @Override
  public long issue() {
    long given = turns.issue();
    long limit = turns.reserve(shared, given);
    if (limit != 0) {
      clockLimit = limit;
    }
    seal(given);
    timestamp = given;
    return given;
  }

  @Override
  public void afterCommit(Runnable action) {
    if (afterCommit == null) {
      afterCommit = action;
      return;
    }
    if (afterThat.isEmpty()) {
      afterThat = new ArrayList<>();
    }
    afterThat.add(action);
  }

  @Override
  public void enter(CollectionEntry collection) {
    // Plain writers of one collection are only in each other's way where they meet.
  }

  @Override
  public void alter(CollectionEntry collection) {
    refuse(claims().writer(collection.uuid()));
  }

  @Override
  public void claim(Namespace namespace) {
    refuse(claims().owner(Claim.namespace(namespace)));
  }

  @Override
  public void claim(RecordStore records, long recordId) {
    // Without a recording no transaction was open when the turn began, and a later one sees it.
    if (transaction instanceof RecordedTransaction recorded) {
      recorded.keep(records, recordId);
      refuse(claims().owner(Claim.record(records.ident(), recordId)));
    }
  }

  @Override
  public void claim(CollectionIndex index, Iterable<IndexKeys.Entry> entries) {
    if (transaction instanceof RecordedTransaction recorded && index.definition().isUnique()) {
      for (IndexKeys.Entry entry : entries) {
        recorded.keep(index.table(), entry.key());
        byte[] key = Arrays.copyOf(entry.key(), entry.keyLength());
        refuse(claims().owner(new Claim(index.ident(), key)));
      }
    }
  }

  private Claims claims() {
    return turns.history().claims();
  }

  private static void refuse(Claims.@Nullable Claimant owner) {
    if (owner != null) {
      throw new Claimed(owner);
    }
  }

  /** Bits of the last time given to this work, or 0 where it asked for none. */
  long issued() {
    return timestamp;
  }

  /** Says that the work has been done, whatever becomes of the turn. */
  void seal() {
    flush();
    seal(turns.lastIssued());
  }

  private void seal(long time) {
    if (changes != null) {
      changes.seal(time);
    }
  }

  /** Says that the work is not part of any commit. */
  void undo() {
    if (changes != null) {
      changes.undo();
    }
  }

  void committed() {
    CatalogSnapshot catalog = changed;
    if (catalog != null && timestamp != 0) {
      turns.history().published(timestamp, catalog);
    }
    if (afterCommit != null) {
      afterCommit.run();
    }
    for (int i = 0; i < afterThat.size(); i++) {
      afterThat.get(i).run();
    }
    if (timestamp != 0) {
      turns.committed(timestamp, clockLimit);
    }
    if (writer != null) {
      writer.committed();
    }
  }
}
