package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.Intervals;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.index.Nearest;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Answers records in the order of how near their keys are, at the least. What is unread is a queue
 * of areas and of keys: the nearest comes first, an area that holds few keys is read, and one that
 * holds many is divided. Threads: confined to one operation.
 */
final class NearScanNode extends ReadingNode {
  /** An area of so many keys is read rather than divided. */
  private static final int FEW = 8;

  /** Who has come far reads more at once, up to this. */
  private static final int MANY = 1_000;

  /** So often is an area divided before a look at its keys, while nothing is known of them. */
  private static final int STRIDE = 4;

  private final Plan.Near plan;
  private final EvaluationScope scope;
  private final PriorityQueue<Unread> unread = new PriorityQueue<>();
  private final RecordIdSet seen = new RecordIdSet();
  private final List<Found> found = new ArrayList<>();
  private final List<Interval> read = new ArrayList<>();

  /** What lies in areas that were divided and in none of their parts: it is read together. */
  private final List<Interval> undivided = new ArrayList<>();

  private double leastUndivided = Double.POSITIVE_INFINITY;
  private @Nullable Part part;
  private @Nullable IndexScanNode scan;
  private boolean hasLanded;
  private @Nullable Found current;

  /** What no record has come of yet. */
  private sealed interface Unread extends Comparable<Unread> {
    double least();

    /** Areas come before keys that are no nearer, and small areas before large ones. */
    long rank();

    @Override
    default int compareTo(Unread other) {
      int comparison = Double.compare(least(), other.least());
      return comparison != 0 ? comparison : Long.compare(rank(), other.rank());
    }
  }

  /**
   * Keys that lie together.
   *
   * @param area which divides, or null
   */
  private record Part(double least, List<Interval> keys, Nearest.@Nullable Area area, int depth)
      implements Unread {
    @Override
    public long rank() {
      return -depth;
    }
  }

  /** A key. */
  private record Found(double least, long recordId, DocumentView key) implements Unread {
    @Override
    public long rank() {
      return recordId;
    }
  }

  NearScanNode(Plan.Near plan, StorageReader reader, EvaluationScope scope) {
    super(reader);
    this.plan = plan;
    this.scope = scope;
    List<Interval> all = new ArrayList<>();
    for (Nearest.Area area : plan.nearest().areas()) {
      if (isPrefixFixed()) {
        add(area, 0);
      } else {
        all.add(area.keys());
      }
    }
    if (!all.isEmpty()) {
      unread.add(new Part(0, all, null, 0));
    }
  }

  /** Where the key begins with a range, each area would read all of it again. */
  private boolean isPrefixFixed() {
    for (int i = 0; i < plan.component(); i++) {
      if (plan.bounds().pointCount(i) == 0) {
        return false;
      }
    }
    return true;
  }

  private void add(Nearest.Area area, int depth) {
    if (area.least() < Double.POSITIVE_INFINITY) {
      unread.add(new Part(area.least(), List.of(area.keys()), area, depth));
    }
  }

  /** How near can be what has not been answered yet; infinite where nothing is left. */
  double least() {
    if (part != null) {
      return part.least;
    }
    Unread next = unread.peek();
    return next == null ? leastUndivided : Math.min(leastUndivided, next.least());
  }

  @Override
  public Work work() {
    if (part != null && scan != null) {
      return read(part, scan);
    }
    if (isTurnOfUndivided()) {
      Part all = new Part(leastUndivided, List.copyOf(undivided), null, 0);
      undivided.clear();
      leastUndivided = Double.POSITIVE_INFINITY;
      return begin(all);
    }
    return switch (unread.poll()) {
      case null -> counters.done();
      case Found key -> answer(key);
      case Part next -> {
        if (next.area != null && !hasLanded && (next.depth + 1) % STRIDE != 0 && divide(next)) {
          yield counters.needTime();
        }
        yield begin(next);
      }
    };
  }

  /** Areas that are as near are divided before. */
  private boolean isTurnOfUndivided() {
    Unread next = unread.peek();
    return !undivided.isEmpty()
        && (next == null
            || leastUndivided < next.least()
            || leastUndivided == next.least() && next instanceof Found);
  }

  private Work begin(Part next) {
    part = next;
    IndexScanNode entries = new IndexScanNode(scan(next.keys), reader, scope, false);
    scan = entries;
    return read(next, entries);
  }

  private Work answer(Found key) {
    if (!seen.add(key.recordId)) {
      counters.duplicates++;
      return counters.needTime();
    }
    current = key;
    return counters.advanced();
  }

  private Work read(Part from, IndexScanNode entries) {
    switch (entries.work()) {
      case NEED_TIME -> {}
      case ADVANCED -> {
        double least = plan.nearest().least(entries.value(plan.component()));
        found.add(
            new Found(
                least,
                entries.recordId(),
                scope.keepsIndexKeys() ? entries.indexKey().retain() : DocumentView.EMPTY));
        if (found.size() > enough() && divide(from)) {
          end(entries);
        }
      }
      case DONE -> {
        for (Found key : found) {
          if (key.least < Double.POSITIVE_INFINITY) {
            unread.add(key);
          }
        }
        hasLanded |= from.area != null;
        read.addAll(from.keys);
        end(entries);
      }
    }
    return counters.needTime();
  }

  private int enough() {
    return Math.clamp(counters.advanced / 4, FEW, MANY);
  }

  private void end(IndexScanNode entries) {
    counters.keysExamined += entries.counters().keysExamined;
    counters.seeks += entries.counters().seeks;
    entries.close();
    scan = null;
    part = null;
    found.clear();
  }

  /** Puts the parts of an area in its place; answers whether it has any. */
  private boolean divide(Part whole) {
    List<Nearest.Area> areas = whole.area == null ? List.of() : whole.area.parts();
    if (whole.area == null || areas.isEmpty()) {
      return false;
    }
    for (Nearest.Area area : areas) {
      add(area, whole.depth + 1);
    }
    Interval rest = whole.area.undivided();
    if (rest != null) {
      undivided.add(rest);
      leastUndivided = Math.min(leastUndivided, whole.least);
    }
    return true;
  }

  private Plan.IndexScan scan(List<Interval> keys) {
    IndexBounds bounds = bounds(keys);
    List<KeyRange> ranges =
        bounds.isEmpty()
            ? List.of()
            : new IndexRanges(plan.index(), plan.index().view(), bounds).all();
    return scan(bounds, ranges);
  }

  private Plan.IndexScan scan(IndexBounds bounds, List<KeyRange> ranges) {
    return new Plan.IndexScan(
        plan.index(), plan.index().view(), bounds, ranges, Direction.FORWARD, 0, null, null);
  }

  private IndexBounds bounds(List<Interval> keys) {
    List<List<Interval>> components = new ArrayList<>(plan.bounds().components());
    components.set(plan.component(), Intervals.union(keys, plan.bounds().order()));
    return new IndexBounds(components, plan.bounds().order());
  }

  /** All that has been read, as one scan. */
  @Override
  public Plan.IndexScan plan() {
    return scan(bounds(read), List.of());
  }

  private Found key() {
    if (current == null) {
      throw new IllegalStateException("no record");
    }
    return current;
  }

  @Override
  public long recordId() {
    return key().recordId;
  }

  @Override
  public DocumentView indexKey() {
    return key().key;
  }

  /** Nothing is known of a document where nothing is asked of it. */
  @Override
  public DocumentView document() {
    return DocumentView.EMPTY;
  }

  @Override
  public void save() {
    counters.saves++;
    if (scan != null) {
      scan.save();
    }
  }

  @Override
  public void restore(StorageReader newReader) {
    super.restore(newReader);
    if (scan != null) {
      scan.restore(newReader);
    }
  }

  @Override
  public void close() {
    if (scan != null) {
      scan.close();
    }
  }
}
