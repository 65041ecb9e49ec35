package dev.meerkat.aggregation.timeseries;

import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of a bucket for a predicate to hold of one of its measurements. It is weaker than
 * the predicate, so that measurements are always looked at again. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/timeseries/timeseries-best-practices/">Best
 *     practices for time series</a>
 */
public record BucketPredicates(BucketShape shape) {
  /** All measurements of a bucket have the same series: what holds of one holds of the bucket. */
  private static final Set<String> ON_META =
      Set.of(
          "$eq", "$lt", "$lte", "$gt", "$gte", "$in", "$exists", "$type", "$regex", "$size",
          "$mod");

  private static final long MAX_SECONDS = 0xFFFF_FFFFL;

  /** A filter on buckets, or null where any bucket may have such a measurement. */
  public @Nullable BsonDocument of(Predicate predicate) {
    return switch (predicate) {
      case Predicate.And and -> conjunction(and.branches());
      case Predicate.Or or -> disjunction(or.branches());
      case Predicate.Path path -> path(path);
      default -> null;
    };
  }

  private @Nullable BsonDocument conjunction(List<Predicate> branches) {
    List<BsonDocument> known = new ArrayList<>();
    for (Predicate branch : branches) {
      BsonDocument filter = of(branch);
      if (filter != null) {
        known.add(filter);
      }
    }
    return all(known);
  }

  private @Nullable BsonDocument disjunction(List<Predicate> branches) {
    BsonArray any = new BsonArray();
    for (Predicate branch : branches) {
      BsonDocument filter = of(branch);
      if (filter == null) {
        return null;
      }
      any.add(filter);
    }
    return any.isEmpty() ? null : new BsonDocument("$or", any);
  }

  private @Nullable BsonDocument path(Predicate.Path path) {
    String meta = shape.metaPath(path.path());
    if (meta != null) {
      return ON_META.contains(path.operator())
          ? new BsonDocument(meta, new BsonDocument(path.operator(), path.operand()))
          : null;
    }
    return path.path().equals(shape.timeField()) ? time(path.operator(), path.operand()) : null;
  }

  /** A time is one date, never an array. */
  private @Nullable BsonDocument time(String operator, BsonValue operand) {
    if (operand instanceof BsonDateTime date) {
      long millis = date.getValue();
      return switch (operator) {
        case "$eq" -> between(millis, millis);
        case "$gt", "$gte" -> all(from(operator, millis));
        case "$lt", "$lte" -> all(until(operator, millis));
        default -> null;
      };
    }
    return operator.equals("$in") && operand instanceof BsonArray dates ? oneOf(dates) : null;
  }

  private @Nullable BsonDocument oneOf(BsonArray dates) {
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (BsonValue value : dates) {
      if (!(value instanceof BsonDateTime date)) {
        return null;
      }
      least = Math.min(least, date.getValue());
      greatest = Math.max(greatest, date.getValue());
    }
    return dates.isEmpty() ? null : between(least, greatest);
  }

  private @Nullable BsonDocument between(long least, long greatest) {
    List<BsonDocument> both = new ArrayList<>(from("$gte", least));
    both.addAll(until("$lte", greatest));
    return all(both);
  }

  /** Buckets that end after a time, and so begin less than a span before it. */
  private List<BsonDocument> from(String operator, long millis) {
    List<BsonDocument> filters = new ArrayList<>();
    filters.add(compare(shape.maxTime(), operator, new BsonDateTime(millis)));
    long span = shape.spanSeconds() * 1_000L;
    if (millis > Long.MIN_VALUE + span) {
      long earliest = millis - span;
      filters.add(compare(shape.minTime(), "$gte", new BsonDateTime(earliest)));
      filters.add(compare("_id", "$gte", new BsonObjectId(firstId(earliest))));
    }
    return filters;
  }

  private List<BsonDocument> until(String operator, long millis) {
    return List.of(
        compare(shape.minTime(), operator, new BsonDateTime(millis)),
        compare("_id", "$lte", new BsonObjectId(lastId(millis))));
  }

  private static BsonDocument compare(String path, String operator, BsonValue operand) {
    return new BsonDocument(path, new BsonDocument(operator, operand));
  }

  private static @Nullable BsonDocument all(List<BsonDocument> filters) {
    return switch (filters.size()) {
      case 0 -> null;
      case 1 -> filters.getFirst();
      default -> new BsonDocument("$and", new BsonArray(filters));
    };
  }

  /** The least {@code _id} of a bucket that begins at a time. */
  public static ObjectId firstId(long millis) {
    return id(millis, (byte) 0);
  }

  /** The greatest {@code _id} of a bucket that begins at a time. */
  public static ObjectId lastId(long millis) {
    return id(millis, (byte) 0xFF);
  }

  private static ObjectId id(long millis, byte rest) {
    byte[] bytes = new byte[12];
    Arrays.fill(bytes, rest);
    putSeconds(bytes, millis);
    return new ObjectId(bytes);
  }

  /** Seconds of a time for which an {@code _id} has no room are the least or greatest there is. */
  public static void putSeconds(byte[] id, long millis) {
    long seconds = Math.clamp(Math.floorDiv(millis, 1_000L), 0, MAX_SECONDS);
    for (int i = 0; i < Integer.BYTES; i++) {
      id[i] = (byte) (seconds >>> (Integer.SIZE - Byte.SIZE * (i + 1)));
    }
  }
}
