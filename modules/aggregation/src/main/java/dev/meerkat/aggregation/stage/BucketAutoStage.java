package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.SortKey;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Groups documents into so many ranges of about the same size. Past 100 MB it spills, or refuses
 * without {@code allowDiskUse}. Threads: immutable.
 *
 * @param granularity the series to which boundaries are rounded, or null
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/bucketAuto/">$bucketAuto</a>
 */
record BucketAutoStage(
    Expression groupBy,
    int buckets,
    List<String> names,
    List<Accumulator> accumulators,
    @Nullable Granularity granularity,
    ValueOrder order,
    BsonValue spec)
    implements Stage {
  /** What each bucket holds where nothing else is asked for. */
  private static final BsonDocument COUNT =
      new BsonDocument("count", new BsonDocument("$sum", new BsonInt32(1)));

  BucketAutoStage {
    names = List.copyOf(names);
    accumulators = List.copyOf(accumulators);
  }

  static Stage parse(BsonValue value, ParseScope scope) {
    if (!(value instanceof BsonDocument spec)) {
      throw Documents.error(40240, "The argument to $bucketAuto must be an object");
    }
    BsonValue groupBy = null;
    int buckets = 0;
    Granularity granularity = null;
    BsonDocument output = COUNT;
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      BsonValue argument = field.getValue();
      switch (field.getKey()) {
        case "groupBy" -> groupBy = BucketStage.groupBy(argument, 40239, "$bucketAuto");
        case "buckets" -> buckets = buckets(argument);
        case "output" -> output = BucketStage.output(argument, 40244, "$bucketAuto");
        case "granularity" -> granularity = granularity(argument);
        default ->
            throw Documents.error(40245, "Unrecognized option to $bucketAuto: " + field.getKey());
      }
    }
    if (output.isEmpty()) {
      output = COUNT;
    }
    if (groupBy == null || buckets == 0) {
      throw Documents.error(40246, "$bucketAuto requires 'groupBy' and 'buckets' to be specified");
    }
    List<String> names = new ArrayList<>();
    List<Accumulator> accumulators = new ArrayList<>();
    for (Map.Entry<String, BsonValue> field : output.entrySet()) {
      names.add(field.getKey());
      accumulators.add(GroupStage.accumulator(field.getKey(), field.getValue(), scope));
    }
    return new BucketAutoStage(
        scope.expression(groupBy), buckets, names, accumulators, granularity, scope.order(), spec);
  }

  private static int buckets(BsonValue value) {
    if (!value.isNumber()) {
      throw Documents.error(40241, "The $bucketAuto 'buckets' field must be a numeric value");
    }
    if (!Numbers.isIntegral(value) || Numbers.exactLong(value) != (int) Numbers.exactLong(value)) {
      throw Documents.error(
          40242, "The $bucketAuto 'buckets' field must be representable as a 32-bit integer");
    }
    int buckets = (int) Numbers.exactLong(value);
    if (buckets <= 0) {
      throw Documents.error(40243, "The $bucketAuto 'buckets' field must be greater than 0");
    }
    return buckets;
  }

  private static Granularity granularity(BsonValue value) {
    if (!(value instanceof BsonString text)) {
      throw Documents.error(40261, "The $bucketAuto 'granularity' field must be a string");
    }
    return Granularity.of(text.getValue());
  }

  @Override
  public String name() {
    return "$bucketAuto";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.BLOCKING);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new BlockingCursor(input, context, this::run);
  }

  private Cursor run(Cursor input, StageContext context) {
    DocumentBuilder key = new DocumentBuilder(64);
    StageSorter sorted =
        StageSorter.of(
            input,
            document -> key(document, context, key),
            name(),
            byKey().keyComparator(),
            0,
            context);
    return new BucketCursor(this, sorted, context);
  }

  private SortKey key(DocumentView document, StageContext context, DocumentBuilder out) {
    BsonValue value = groupBy.evaluate(document, context.scope());
    BsonValue key = value == null ? BsonNull.VALUE : value;
    if (granularity != null) {
      Granularity.check(key);
    }
    return new SortKey(out.clear().append("", key).copy());
  }

  private SortPattern byKey() {
    return new SortPattern(
        List.of(new SortPattern.PathPart(FieldPath.of("groupBy"), false)), order);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    groupBy.dependencies(dependencies);
    for (Accumulator accumulator : accumulators) {
      accumulator.dependencies(dependencies);
    }
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$bucketAuto", spec);
  }
}
