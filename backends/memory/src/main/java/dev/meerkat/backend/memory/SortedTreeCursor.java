package dev.meerkat.backend.memory;

import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Walks a range of a sorted tree, finding its place again when that changed. Threads: confined. */
final class SortedTreeCursor implements SortedCursor {
  private final MemoryReader reader;
  private final MemoryIdent ident;
  private final KeyRange range;
  private final boolean forward;
  private final LeafWalk walk;

  /** Where the walk stands; null for the range's beginning where it has no bound there. */
  private byte @Nullable [] place;

  /** Whether the key at {@link #place} itself comes next. */
  private boolean inclusive;

  private long version;

  /** The leaf for which {@link #limit} was computed. */
  private @Nullable Node limitedLeaf;

  /** The first slot beyond the range, or the last one before it when walking backwards. */
  private int limit;

  private boolean onEntry;
  private boolean exhausted;
  private boolean closed;

  SortedTreeCursor(MemoryReader reader, MemoryIdent ident, KeyRange range, Direction direction) {
    this.reader = reader;
    this.ident = ident;
    this.range = range;
    this.forward = direction == Direction.FORWARD;
    this.version = reader.version();
    this.walk = new LeafWalk(reader.entries(ident).root());
    this.place = start();
    this.inclusive = startInclusive();
    descend();
  }

  private byte @Nullable [] start() {
    return forward ? range.lower() : range.upper();
  }

  private boolean startInclusive() {
    return forward ? range.lowerInclusive() : range.upperInclusive();
  }

  @Override
  public void seek(byte[] key, boolean keyInclusive) {
    checkOpen();
    exhausted = false;
    onEntry = false;
    byte[] start = start();
    int order = start == null ? 1 : compare(key, start);
    if (order < 0) {
      place = start;
      inclusive = startInclusive();
    } else {
      place = key.clone();
      inclusive = keyInclusive && (order > 0 || startInclusive());
    }
    findPlace();
  }

  /** The order of two keys in the cursor's direction. */
  private int compare(byte[] a, byte[] b) {
    return forward ? Arrays.compareUnsigned(a, b) : Arrays.compareUnsigned(b, a);
  }

  @Override
  public boolean advance() {
    checkOpen();
    onEntry = false;
    if (exhausted) {
      return false;
    }
    if (version != reader.version()) {
      findPlace();
    }
    if (!(forward ? walk.next() : walk.previous()) || isBeyondLimit()) {
      exhausted = true;
      return false;
    }
    place = SortedTree.keys(walk.node())[walk.at()];
    inclusive = false;
    onEntry = true;
    return true;
  }

  /** Advances at most {@code most} times and answers how often that went well. */
  long skip(long most) {
    long skipped = 0;
    while (skipped < most && advance()) {
      skipped++;
    }
    return skipped;
  }

  private boolean isBeyondLimit() {
    if (limitedLeaf != walk.node()) {
      limitedLeaf = walk.node();
      limit = limitIn(walk.node());
    }
    return forward ? walk.at() >= limit : walk.at() <= limit;
  }

  private int limitIn(Node leaf) {
    byte[] bound = forward ? range.upper() : range.lower();
    if (bound == null) {
      return forward ? leaf.size : -1;
    }
    int slot = SortedTree.lowerBound(leaf, bound);
    boolean found = slot < leaf.size && Arrays.equals(SortedTree.keys(leaf)[slot], bound);
    if (forward) {
      return found && range.upperInclusive() ? slot + 1 : slot;
    }
    return found && !range.lowerInclusive() ? slot : slot - 1;
  }

  private void findPlace() {
    version = reader.version();
    limitedLeaf = null;
    walk.begin(reader.entries(ident).root());
    descend();
  }

  /** Goes from the root down to the place. */
  private void descend() {
    byte[] key = place;
    if (key == null) {
      while (!walk.node().leaf) {
        walk.descend(forward ? 0 : walk.node().size - 1);
      }
      if (forward) {
        walk.standBefore(0);
      } else {
        walk.standBehind(walk.node().size);
      }
      return;
    }
    while (!walk.node().leaf) {
      walk.descend(SortedTree.childAt(walk.node(), key));
    }
    int slot = SortedTree.lowerBound(walk.node(), key);
    boolean found =
        slot < walk.node().size && Arrays.equals(SortedTree.keys(walk.node())[slot], key);
    if (forward) {
      walk.standBefore(found && !inclusive ? slot + 1 : slot);
    } else {
      walk.standBehind(found && inclusive ? slot + 1 : slot);
    }
  }

  @Override
  public byte[] key() {
    checkOnEntry();
    return SortedTree.keys(walk.node())[walk.at()];
  }

  @Override
  public int keyLength() {
    return key().length;
  }

  @Override
  public byte[] value() {
    checkOnEntry();
    return (byte[]) walk.node().item(walk.at());
  }

  private void checkOnEntry() {
    checkOpen();
    if (!onEntry) {
      throw new IllegalStateException("the cursor is on no entry");
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
