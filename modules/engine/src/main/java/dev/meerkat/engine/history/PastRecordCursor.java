package dev.meerkat.engine.history;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import org.jspecify.annotations.Nullable;

/**
 * Records as a reader of the past sees them: those of the store and the patches, in one order.
 * Threads: confined to one thread.
 */
final class PastRecordCursor implements RecordCursor {
  private final @Nullable RecordCursor base;
  private final Patches<Long, DocumentView> patches;
  private final boolean forward;
  private long from;
  private boolean inclusive = true;
  private boolean baseMoved;
  private boolean baseHas;
  private long recordId;
  private @Nullable DocumentView patched;

  /**
   * @param base at {@code from}; null where the store has no such table
   */
  PastRecordCursor(
      @Nullable RecordCursor base,
      Patches<Long, DocumentView> patches,
      Direction direction,
      long from) {
    this.base = base;
    this.patches = patches;
    this.forward = direction == Direction.FORWARD;
    this.from = from;
  }

  @Override
  public boolean advance() {
    while (true) {
      moveBase();
      Long next = patches.next(from, inclusive, forward);
      boolean hasBase = base != null && baseHas;
      if (next == null && !hasBase) {
        return false;
      }
      boolean isPatch = next != null && (!hasBase || isBeforeBase(next));
      long at = isPatch && next != null ? next : baseId();
      boolean isBase = hasBase && at == baseId();
      if (isBase) {
        baseMoved = false;
      }
      from = at;
      inclusive = false;
      Patch<DocumentView> patch = isPatch ? patches.find(at) : null;
      if (patch == null ? isBase : patch.value() != null) {
        recordId = at;
        patched = patch == null ? null : patch.value();
        return true;
      }
    }
  }

  /** Whether a patch comes before the store's record, or stands in its place. */
  private boolean isBeforeBase(long patch) {
    return forward ? patch <= baseId() : patch >= baseId();
  }

  private long baseId() {
    return base == null ? 0 : base.recordId();
  }

  private void moveBase() {
    if (!baseMoved) {
      baseHas = base != null && base.advance();
      baseMoved = true;
    }
  }

  @Override
  public DocumentView current() {
    DocumentView own = patched;
    if (own != null) {
      return own;
    }
    if (base == null) {
      throw new IllegalStateException("no current record");
    }
    return base.current();
  }

  @Override
  public long recordId() {
    return recordId;
  }

  @Override
  public void seek(long target) {
    if (base != null) {
      base.seek(target);
    }
    from = target;
    inclusive = true;
    baseMoved = false;
    patched = null;
  }

  @Override
  public void close() {
    if (base != null) {
      base.close();
    }
  }
}
