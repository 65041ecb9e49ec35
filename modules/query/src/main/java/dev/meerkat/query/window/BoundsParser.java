package dev.meerkat.query.window;

import static dev.meerkat.query.window.WindowFunctionParser.failure;

import dev.meerkat.query.expression.LiteralExpression;
import dev.meerkat.query.expression.TimeUnit;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.WindowBounds;
import dev.meerkat.spi.query.WindowScope;
import dev.meerkat.values.Numbers;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Reads {@code window}, with MongoDB's errors. Threads: immutable. */
final class BoundsParser {
  private BoundsParser() {}

  static WindowBounds parse(BsonValue value, WindowScope scope) {
    if (!(value instanceof BsonDocument window)) {
      throw failure("'window' field must be an object");
    }
    BsonValue documents = window.get("documents");
    BsonValue range = window.get("range");
    BsonValue unit = window.get("unit");
    if (documents != null && range != null) {
      throw failure("Window bounds can specify either 'documents' or 'unit', not both.");
    }
    if (range == null && unit != null) {
      throw failure("Window bounds can only specify 'unit' with range-based bounds.");
    }
    if (documents != null) {
      checkFields(window, 1, "'window' field that specifies documents cannot have other fields");
      return documents(documents, scope);
    }
    if (range != null) {
      checkFields(
          window,
          unit == null ? 1 : 2,
          "'window' field that specifies range cannot have other fields besides 'unit'");
      return range(range, unit, scope);
    }
    checkFields(
        window,
        0,
        "'window' field can only contain 'documents' as the only argument or 'range' with an"
            + " optional 'unit' field");
    return DocumentBounds.PARTITION;
  }

  private static void checkFields(BsonDocument window, int count, String text) {
    if (window.size() != count) {
      throw failure(text);
    }
  }

  private static WindowBounds documents(BsonValue value, WindowScope scope) {
    Ends ends = Ends.parse(value, scope);
    checkWhole(ends.lower, "Numeric document-based bounds must be an integer");
    checkWhole(ends.upper, "Numeric document-based bounds must be an integer");
    ends.checkOrder();
    if (scope.sortBy() == null && (ends.lower != null || ends.upper != null)) {
      throw error(5339901, "Document-based bounds require a sortBy");
    }
    return new DocumentBounds(
        ends.lower == null ? DocumentBounds.UNBOUNDED_BELOW : Numbers.exactLong(ends.lower),
        ends.upper == null ? DocumentBounds.UNBOUNDED_ABOVE : Numbers.exactLong(ends.upper),
        value);
  }

  private static void checkWhole(@Nullable BsonValue end, String text) {
    if (end != null
        && (!end.isNumber()
            || !Numbers.isIntegral(end)
            || Numbers.exactLong(end) != (int) Numbers.exactLong(end))) {
      throw failure(text);
    }
  }

  private static WindowBounds range(BsonValue value, @Nullable BsonValue unit, WindowScope scope) {
    if (unit != null && !unit.isString()) {
      throw failure("'unit' must be a string");
    }
    Ends ends = Ends.parse(value, scope);
    TimeUnit timeUnit = null;
    if (unit != null) {
      checkWhole(ends.lower, "With 'unit', range-based bounds must be an integer");
      checkWhole(ends.upper, "With 'unit', range-based bounds must be an integer");
      ends.checkOrder();
      timeUnit = TimeUnit.named(unit.asString().getValue());
    } else {
      checkNumber(ends.lower);
      checkNumber(ends.upper);
      ends.checkOrder();
    }
    String path = scope.sortPath();
    BsonDocument sortBy = scope.sortBy();
    if (path == null || sortBy == null) {
      throw error(5339902, "Range-based bounds require sortBy a single field");
    }
    if (Numbers.truncatedInt(sortBy.getNumber(sortBy.getFirstKey())) < 0) {
      throw error(8947401, "Range-based bounds require an ascending sortBy");
    }
    return new RangeBounds(
        scope.parsing().expression(new BsonString(path)),
        ends.lowerEnd(),
        ends.upperEnd(),
        timeUnit,
        scope.parsing().order(),
        value);
  }

  private static void checkNumber(@Nullable BsonValue end) {
    if (end != null && !end.isNumber()) {
      throw failure("Range-based bounds expression must be a number");
    }
  }

  private static ServerException error(int code, String text) {
    return new ServerException(ErrorCode.location(code), text);
  }

  /**
   * Both ends as they are written. Threads: immutable.
   *
   * @param lower null where it is unbounded; 0 where it is the current document
   * @param lowerIsCurrent whether it is the current document, as {@code upperIsCurrent} of the
   *     other
   */
  private record Ends(
      @Nullable BsonValue lower,
      boolean lowerIsCurrent,
      @Nullable BsonValue upper,
      boolean upperIsCurrent) {
    static Ends parse(BsonValue value, WindowScope scope) {
      if (!(value instanceof BsonArray array) || array.size() != 2) {
        throw failure("Window bounds must be a 2-element array: " + value);
      }
      return new Ends(
          end(array.get(0), scope),
          isWord(array.get(0), "current"),
          end(array.get(1), scope),
          isWord(array.get(1), "current"));
    }

    private static @Nullable BsonValue end(BsonValue value, WindowScope scope) {
      if (isWord(value, "unbounded")) {
        return null;
      }
      if (isWord(value, "current")) {
        return new BsonInt32(0);
      }
      if (value.isString()) {
        throw failure("Window bounds must be 'unbounded', 'current', or a number.");
      }
      Expression expression = scope.parsing().expression(value);
      if (!(expression instanceof LiteralExpression(BsonValue constant))) {
        throw failure("Window bounds expression must be a constant.");
      }
      if (constant == null) {
        throw failure("Window bounds expression must be a number.");
      }
      return constant;
    }

    private static boolean isWord(BsonValue value, String word) {
      return value instanceof BsonString text && text.getValue().equals(word);
    }

    void checkOrder() {
      if (lower != null && upper != null && Numbers.compare(lower, upper) > 0) {
        throw error(5339900, "Lower bound must not exceed upper bound: " + lower + ", " + upper);
      }
    }

    RangeBounds.End lowerEnd() {
      return RangeBounds.End.of(lower, lowerIsCurrent);
    }

    RangeBounds.End upperEnd() {
      return RangeBounds.End.of(upper, upperIsCurrent);
    }
  }
}
