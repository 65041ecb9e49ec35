package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.SortKey;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.BsonOrder;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.Numbers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * Keeps a random sample of its input. Threads: immutable.
 *
 * @param size documents, 1 or more
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/sample/">$sample</a>
 */
record SampleStage(long size) implements Stage {
  private static final SortPattern KEYS =
      new SortPattern(
          List.of(new SortPattern.PathPart(FieldPath.of("key"), false)), BsonOrder.SIMPLE);

  static Stage parse(BsonValue spec) {
    if (!(spec instanceof BsonDocument fields)) {
      throw Documents.error(28745, "the $sample stage specification must be an object");
    }
    BsonValue size = null;
    for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
      if (!field.getKey().equals("size")) {
        throw Documents.error(28748, "unrecognized option to $sample: " + field.getKey());
      }
      size = field.getValue();
      if (!size.isNumber()) {
        throw Documents.error(28746, "size argument to $sample must be a number");
      }
    }
    if (size == null) {
      throw Documents.error(28749, "$sample stage must specify a size");
    }
    long count = rounded(size);
    if (count <= 0) {
      throw Documents.error(28747, "size argument to $sample must be a positive integer");
    }
    return new SampleStage(count);
  }

  private static long rounded(BsonValue size) {
    if (size.isDecimal128()) {
      Decimal128 decimal = size.asDecimal128().getValue();
      if (decimal.isNaN() || decimal.isInfinite()) {
        return Numbers.saturatedLong(size);
      }
      return Numbers.saturatedLong(new BsonDouble(Math.rint(Numbers.toDouble(size))));
    }
    return Numbers.saturatedLong(size);
  }

  @Override
  public String name() {
    return "$sample";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.BLOCKING);
  }

  @Override
  public Set<String> metadata(Set<String> before) {
    return before;
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new BlockingCursor(input, context, this::sample);
  }

  /** Gives each document a random key and keeps those with the least ones. */
  private Cursor sample(Cursor input, StageContext context) {
    DocumentBuilder key = new DocumentBuilder(32);
    return StageSorter.of(
        input,
        _ -> new SortKey(key.clear().appendDouble("", context.scope().seeds().nextDouble()).copy()),
        name(),
        KEYS.keyComparator(),
        size,
        context);
  }

  @Override
  public void dependencies(Dependencies dependencies) {}

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$sample", new BsonDocument("size", new BsonInt64(size)));
  }
}
