package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Direction;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * What the caller says of the access path. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/method/cursor.hint/">hint</a>
 */
public sealed interface Hint {
  /** Nothing. */
  record None() implements Hint {
    private static final None NONE = new None();
  }

  /** No index, in this direction. */
  record Natural(Direction direction) implements Hint {}

  /** The index of this name. */
  record ByName(String name) implements Hint {}

  /** The index with this key pattern. */
  record ByPattern(BsonDocument keyPattern) implements Hint {}

  /** Nothing is said. */
  static Hint none() {
    return None.NONE;
  }

  /** Parses a command's {@code hint}: a name, a key pattern, or {@code $natural}. */
  static Hint parse(BsonValue spec) {
    if (spec.isString()) {
      return new ByName(spec.asString().getValue());
    }
    if (!spec.isDocument()) {
      throw new ServerException(ErrorCode.FAILED_TO_PARSE, "Hint must be a string or an object");
    }
    BsonDocument pattern = spec.asDocument();
    if (pattern.isEmpty()) {
      return none();
    }
    if (!pattern.containsKey("$natural")) {
      return new ByPattern(pattern);
    }
    BsonValue direction = pattern.get("$natural");
    if (pattern.size() != 1 || !direction.isNumber()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "$natural hint must be the only field, with a numeric value");
    }
    double sign = direction.asNumber().doubleValue();
    if (sign != 1 && sign != -1) {
      throw new ServerException(ErrorCode.BAD_VALUE, "$natural hint must be 1 or -1");
    }
    return new Natural(sign > 0 ? Direction.FORWARD : Direction.REVERSE);
  }

  /** Whether an index is the one that is asked for. */
  default boolean names(CollectionIndex index) {
    return switch (this) {
      case None _, Natural _ -> false;
      case ByName byName -> index.name().equals(byName.name());
      case ByPattern byPattern ->
          samePattern(index.definition().keyPattern(), byPattern.keyPattern);
    };
  }

  private static boolean samePattern(BsonDocument a, BsonDocument b) {
    if (a.size() != b.size()) {
      return false;
    }
    var left = a.entrySet().iterator();
    for (var right : b.entrySet()) {
      var component = left.next();
      if (!component.getKey().equals(right.getKey())
          || !sameDirection(component.getValue(), right.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameDirection(BsonValue a, BsonValue b) {
    return a.isNumber() && b.isNumber()
        ? a.asNumber().doubleValue() == b.asNumber().doubleValue()
        : a.equals(b);
  }
}
