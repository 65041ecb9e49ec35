package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.values.FieldPath;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * What explain tells of the index that a stage reads, and of the part of it. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/explain-results/">Explain results</a>
 */
final class IndexDescription {
  private static final JsonWriterSettings SHELL =
      JsonWriterSettings.builder().outputMode(JsonMode.SHELL).build();

  private IndexDescription() {}

  static void append(BsonDocument stage, Plan.IndexScan scan) {
    CollectionIndex index = scan.index();
    if (scan.filter() != null) {
      stage.append("filter", scan.filter().describe());
    }
    appendIndex(stage, index, scan.view());
    stage.append("direction", direction(scan.direction()));
    stage.append(
        "indexBounds",
        scan.limits() != null
            ? scan.limits().describe(index, scan.direction())
            : bounds(index, scan.view(), scan.bounds(), scan.direction() == Direction.REVERSE));
  }

  /** A count, whose one stretch has a first and a last key. */
  static void append(BsonDocument stage, Plan.CountScan count) {
    appendIndex(stage, count.index(), count.view());
    BsonDocument stretch = stretch(count.index(), count.view(), count.bounds());
    stage.append(
        "indexBounds",
        stretch != null ? stretch : bounds(count.index(), count.view(), count.bounds(), false));
  }

  private static void appendIndex(BsonDocument stage, CollectionIndex index, IndexView view) {
    stage.append("keyPattern", view.keyPattern()).append("indexName", new BsonString(index.name()));
    if (!index.collation().isSimple()) {
      stage.append("collation", index.collation().toBson());
    }
    stage.append("isMultiKey", BsonBoolean.valueOf(IndexViews.isMultikey(view)));
    if (tracksPaths(index)) {
      stage.append("multiKeyPaths", multikeyPaths(index, view));
    }
    stage
        .append("isUnique", BsonBoolean.valueOf(index.definition().isUnique()))
        .append("isSparse", BsonBoolean.valueOf(index.definition().isSparse()))
        .append("isPartial", BsonBoolean.valueOf(index.definition().isPartial()))
        .append("indexVersion", new BsonInt32(2));
  }

  /** Whether it is known where in a path arrays stand: mongod knows it of these types alone. */
  private static boolean tracksPaths(CollectionIndex index) {
    return index.definition().keyPattern().values().stream()
        .allMatch(type -> !type.isString() || type.asString().getValue().equals("2dsphere"));
  }

  /** Of each component the beginnings of its path at which some document has an array. */
  private static BsonDocument multikeyPaths(CollectionIndex index, IndexView view) {
    BsonDocument described = new BsonDocument();
    int component = 0;
    for (String dotted : view.keyPattern().keySet()) {
      BsonArray arrays = new BsonArray();
      if (view.isMultikey(component)) {
        FieldPath path = FieldPath.of(dotted);
        for (int size = 1; size <= path.size(); size++) {
          String prefix = path.prefix(size).dotted();
          if (index.multikey().hasPath(prefix)) {
            arrays.add(new BsonString(prefix));
          }
        }
        if (arrays.isEmpty()) {
          arrays.add(new BsonString(dotted));
        }
      }
      described.append(dotted, arrays);
      component++;
    }
    return described;
  }

  /** The ends of bounds that are one stretch: single values, one interval, then all; else null. */
  private static @Nullable BsonDocument stretch(
      CollectionIndex index, IndexView view, IndexBounds bounds) {
    BsonDocument first = new BsonDocument();
    BsonDocument last = new BsonDocument();
    boolean firstInclusive = true;
    boolean lastInclusive = true;
    boolean isOpen = false;
    int component = 0;
    for (String path : view.keyPattern().keySet()) {
      boolean reversed = index.ordering().isDescending(component);
      List<Interval> intervals = bounds.components().get(component);
      if (intervals.size() != 1 || isOpen && !bounds.isAll(component)) {
        return null;
      }
      Interval interval = intervals.getFirst();
      BsonValue start = reversed ? interval.high() : interval.low();
      BsonValue end = reversed ? interval.low() : interval.high();
      // Behind an end that does not belong to it stands what is nearest to the stretch.
      first.append(path, isOpen && !firstInclusive ? end : start);
      last.append(path, isOpen && !lastInclusive ? start : end);
      if (!isOpen && bounds.pointCount(component) == 0) {
        isOpen = true;
        firstInclusive = reversed ? interval.highInclusive() : interval.lowInclusive();
        lastInclusive = reversed ? interval.lowInclusive() : interval.highInclusive();
      }
      component++;
    }
    return new BsonDocument("startKey", first)
        .append("startKeyInclusive", BsonBoolean.valueOf(firstInclusive))
        .append("endKey", last)
        .append("endKeyInclusive", BsonBoolean.valueOf(lastInclusive));
  }

  private static BsonDocument bounds(
      CollectionIndex index, IndexView view, IndexBounds bounds, boolean isReverse) {
    BsonDocument described = new BsonDocument();
    int component = 0;
    for (String path : view.keyPattern().keySet()) {
      boolean reversed = index.ordering().isDescending(component) != isReverse;
      described.append(path, intervals(bounds.components().get(component), reversed));
      component++;
    }
    return described;
  }

  private static BsonArray intervals(List<Interval> intervals, boolean reversed) {
    BsonArray array = new BsonArray();
    for (Interval interval : reversed ? intervals.reversed() : intervals) {
      String low = text(interval.low());
      String high = text(interval.high());
      array.add(
          new BsonString(
              reversed
                  ? (interval.highInclusive() ? "[" : "(")
                      + high
                      + ", "
                      + low
                      + (interval.lowInclusive() ? "]" : ")")
                  : (interval.lowInclusive() ? "[" : "(")
                      + low
                      + ", "
                      + high
                      + (interval.highInclusive() ? "]" : ")")));
    }
    return array;
  }

  private static String text(BsonValue value) {
    return switch (value) {
      case BsonMinKey _ -> "MinKey";
      case BsonMaxKey _ -> "MaxKey";
      default -> {
        String json = new BsonDocument("", value).toJson(SHELL);
        yield json.substring(json.indexOf(':') + 1, json.length() - 1).strip();
      }
    };
  }

  static BsonString direction(Direction direction) {
    return new BsonString(direction == Direction.FORWARD ? "forward" : "backward");
  }
}
