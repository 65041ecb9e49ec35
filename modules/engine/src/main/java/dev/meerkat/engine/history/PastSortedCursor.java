package dev.meerkat.engine.history;

import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a sorted table as a reader of the past sees them: those of the store and the patches,
 * in one order. Threads: confined to one thread.
 */
final class PastSortedCursor implements SortedCursor {
  private final @Nullable SortedCursor base;
  private final Patches<byte[], byte[]> patches;
  private final KeyRange range;
  private final boolean forward;
  private byte @Nullable [] from;
  private boolean inclusive;
  private boolean baseMoved;
  private boolean baseHas;
  private byte[] key = {};
  private byte @Nullable [] patched;

  /**
   * @param base at the range's beginning; null where the store has no such table
   */
  PastSortedCursor(
      @Nullable SortedCursor base,
      Patches<byte[], byte[]> patches,
      KeyRange range,
      Direction direction) {
    this.base = base;
    this.patches = patches;
    this.range = range;
    this.forward = direction == Direction.FORWARD;
    this.from = forward ? range.lower() : range.upper();
    this.inclusive = forward ? range.lowerInclusive() : range.upperInclusive();
  }

  @Override
  public boolean advance() {
    while (true) {
      moveBase();
      byte[] next = nextPatch();
      byte[] stored = baseHas ? baseKey() : null;
      if (next == null && stored == null) {
        return false;
      }
      boolean isPatch = next != null && (stored == null || isBefore(next, stored));
      byte[] at = isPatch ? next : stored;
      boolean isBase = stored != null && Arrays.equals(stored, at);
      if (isBase) {
        baseMoved = false;
      }
      from = at;
      inclusive = false;
      if (at == null) {
        throw new IllegalStateException("no key");
      }
      Patch<byte[]> patch = isPatch ? patches.find(at) : null;
      if (patch == null ? isBase : patch.value() != null) {
        key = at;
        patched = patch == null ? null : patch.value();
        return true;
      }
    }
  }

  /** Whether a patch comes before the store's entry, or stands in its place. */
  private boolean isBefore(byte[] patch, byte[] stored) {
    int difference = Arrays.compareUnsigned(patch, stored);
    return forward ? difference <= 0 : difference >= 0;
  }

  private byte @Nullable [] nextPatch() {
    byte[] next = patches.next(from, inclusive, forward);
    return next == null || isBeyond(next) ? null : next;
  }

  private boolean isBeyond(byte[] candidate) {
    byte[] end = forward ? range.upper() : range.lower();
    if (end == null) {
      return false;
    }
    int difference = Arrays.compareUnsigned(candidate, end);
    if (difference == 0) {
      return !(forward ? range.upperInclusive() : range.lowerInclusive());
    }
    return forward == difference > 0;
  }

  private byte[] baseKey() {
    if (base == null) {
      throw new IllegalStateException("no table beneath");
    }
    return Arrays.copyOf(base.key(), base.keyLength());
  }

  private void moveBase() {
    if (!baseMoved) {
      baseHas = base != null && base.advance();
      baseMoved = true;
    }
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public int keyLength() {
    return key.length;
  }

  @Override
  public byte[] value() {
    byte[] own = patched;
    if (own != null) {
      return own;
    }
    if (base == null) {
      throw new IllegalStateException("no current entry");
    }
    return base.value();
  }

  /** A target before the range's beginning is that beginning. */
  @Override
  public void seek(byte[] target, boolean isInclusive) {
    if (base != null) {
      base.seek(target, isInclusive);
    }
    byte[] begin = forward ? range.lower() : range.upper();
    int difference = begin == null ? 0 : Arrays.compareUnsigned(target, begin);
    boolean outside = begin != null && (forward ? difference < 0 : difference > 0);
    boolean atEdge = begin != null && difference == 0;
    from = outside ? begin : target;
    boolean beginInclusive = forward ? range.lowerInclusive() : range.upperInclusive();
    inclusive = outside ? beginInclusive : isInclusive && (!atEdge || beginInclusive);
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
