package dev.meerkat.query.window;

import dev.meerkat.query.expression.TimeUnit;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.WindowBounds;
import dev.meerkat.spi.query.WindowPartition;
import dev.meerkat.values.DecimalMath;
import dev.meerkat.values.Numbers;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The documents whose value of {@code sortBy} is so near the current one's. Threads: immutable.
 *
 * @param sortValue the value of {@code sortBy}
 * @param unit the unit of both ends where the values are dates, else null
 */
record RangeBounds(
    Expression sortValue,
    End lower,
    End upper,
    @Nullable TimeUnit unit,
    ValueOrder order,
    BsonValue spec)
    implements WindowBounds {

  @Override
  public Frame open(WindowPartition partition, EvaluationScope scope) {
    return new RangeFrame(this, partition, scope);
  }

  @Override
  public boolean isUnboundedBelow() {
    return lower instanceof Unbounded;
  }

  @Override
  public BsonDocument describe() {
    BsonDocument window = new BsonDocument("range", spec);
    if (unit != null) {
      window.append("unit", new BsonString(unit.wireName()));
    }
    return window;
  }

  /** Refuses a value of {@code sortBy} that no range can be measured from. */
  private void check(@Nullable BsonValue value) {
    boolean isDate = value instanceof BsonDateTime;
    if (unit != null && !isDate) {
      throw error(5429513, "Invalid range: Expected the sortBy field to be a Date");
    }
    if (unit == null && isDate) {
      throw error(
          5429413,
          "Invalid range: For windows that involve date or time ranges, a unit must be provided.");
    }
    if (unit == null && (value == null || !value.isNumber())) {
      throw error(5429414, "Invalid range: Expected the sortBy field to be a number");
    }
  }

  private static ServerException error(int code, String text) {
    return new ServerException(ErrorCode.location(code), text);
  }

  private boolean isMeasurable(@Nullable BsonValue value) {
    return value != null && (unit != null ? value.isDateTime() : value.isNumber());
  }

  private BsonValue shifted(BsonValue base, BsonValue by) {
    if (unit != null) {
      return new BsonDateTime(unit.addTo(base.asDateTime().getValue(), Numbers.exactLong(by)));
    }
    if ((base.isInt32() || base.isInt64()) && (by.isInt32() || by.isInt64())) {
      long start = Numbers.exactLong(base);
      long step = Numbers.exactLong(by);
      long sum = start + step;
      if (((start ^ sum) & (step ^ sum)) >= 0) {
        return new BsonInt64(sum);
      }
    }
    return new BsonDecimal128(DecimalMath.add(Numbers.toDecimal(base), Numbers.toDecimal(by)));
  }

  /** One end of a range. */
  sealed interface End {
    static End of(@Nullable BsonValue offset, boolean isCurrent) {
      if (offset == null) {
        return new Unbounded();
      }
      return isCurrent ? new Current() : new Offset(offset);
    }
  }

  /** As far as there are values of the right type. */
  record Unbounded() implements End {}

  /** The current document itself, not its ties. */
  record Current() implements End {}

  /** So much below or above the current value, which is included. */
  record Offset(BsonValue by) implements End {}

  private static final class RangeFrame implements Frame {
    private final RangeBounds bounds;
    private final @Nullable BsonValue[] values;
    private int from;
    private int to;

    RangeFrame(RangeBounds bounds, WindowPartition partition, EvaluationScope scope) {
      this.bounds = bounds;
      this.values = new @Nullable BsonValue[partition.size()];
      for (int i = 0; i < values.length; i++) {
        scope.checkInterrupted();
        values[i] = bounds.sortValue.evaluate(partition.document(i), scope);
      }
    }

    @Override
    public void moveTo(int index) {
      BsonValue base = values[index];
      bounds.check(base);
      if (base == null) {
        throw new IllegalStateException("a value that was checked is missing");
      }
      switch (bounds.lower) {
        case Unbounded _ -> from = 0;
        case Current _ -> from = index;
        case Offset(BsonValue by) -> {
          BsonValue threshold = bounds.shifted(base, by);
          while (from < values.length && bounds.order.compare(values[from], threshold) < 0) {
            from++;
          }
        }
      }
      to = Math.max(to, from);
      switch (bounds.upper) {
        case Unbounded _ -> {
          while (to < values.length && bounds.isMeasurable(values[to])) {
            to++;
          }
        }
        case Current _ -> to = Math.max(from, index + 1);
        case Offset(BsonValue by) -> {
          BsonValue threshold = bounds.shifted(base, by);
          while (to < values.length && bounds.order.compare(values[to], threshold) <= 0) {
            to++;
          }
        }
      }
    }

    @Override
    public int from() {
      return from;
    }

    @Override
    public int to() {
      return to;
    }
  }
}
