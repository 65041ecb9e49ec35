package dev.meerkat.aggregation.stage;

import dev.meerkat.query.expression.Arithmetic;
import dev.meerkat.query.expression.TimeUnit;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.Numbers;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Adds documents where a sequence of values has gaps. Its input is sorted: by the partition's
 * fields, but for full bounds, and by the field itself. Threads: immutable.
 *
 * @param partition makes an object of the fields that documents of one partition share; null where
 *     there is one partition
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/densify/">$densify</a>
 */
record DensifyStage(
    FieldPath field,
    @Nullable Expression partition,
    Step step,
    Bounds bounds,
    ValueOrder order,
    BsonDocument spec)
    implements Stage {
  /**
   * From one value to the next. Threads: immutable.
   *
   * @param unit the unit of a step between dates, else null
   */
  record Step(BsonValue by, @Nullable TimeUnit unit) {
    BsonValue after(BsonValue value) {
      return unit == null ? Arithmetic.add(value, by) : moved(unit, value, Numbers.exactLong(by));
    }

    BsonValue before(BsonValue value) {
      return unit == null
          ? Arithmetic.subtract(value, by)
          : moved(unit, value, -Numbers.exactLong(by));
    }

    private static BsonValue moved(TimeUnit unit, BsonValue date, long amount) {
      return new BsonDateTime(unit.addTo(date.asDateTime().getValue(), amount));
    }
  }

  /** Where gaps are filled. */
  sealed interface Bounds {
    /** From the least value of all to the greatest of all, in each partition. */
    record Full() implements Bounds {}

    /** From each partition's least value to its greatest. */
    record OfPartition() implements Bounds {}

    /** From one value up to and without another. */
    record Explicit(BsonValue lower, BsonValue upper) implements Bounds {}
  }

  @Override
  public String name() {
    return "$densify";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.MANY);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    dependencies.field(field.dotted());
    if (partition != null) {
      partition.dependencies(dependencies);
    }
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new DensifyCursor(input, this, context);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$densify", spec);
  }
}
