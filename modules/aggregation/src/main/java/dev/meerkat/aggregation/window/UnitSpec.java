package dev.meerkat.aggregation.window;

import static dev.meerkat.aggregation.window.CoreWindowFunctions.error;
import static dev.meerkat.aggregation.window.CoreWindowFunctions.failure;

import dev.meerkat.query.expression.TimeUnit;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.WindowScope;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $derivative} and {@code $integral} are given. Threads: immutable.
 *
 * @param position the value of {@code sortBy}
 * @param unit the unit of time of the answer where the positions are dates, else null
 */
record UnitSpec(Expression input, Expression position, @Nullable TimeUnit unit) {
  static UnitSpec parse(String name, BsonValue spec, WindowScope scope) {
    BsonDocument sortBy = scope.sortBy();
    if (sortBy == null) {
      throw failure(name + " requires a sortBy");
    }
    String path = scope.sortPath();
    if (path == null) {
      throw failure(name + " requires a non-compound sortBy");
    }
    if (!(spec instanceof BsonDocument fields)) {
      throw failure(name + " expects an object");
    }
    Expression input = null;
    TimeUnit unit = null;
    for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
      switch (field.getKey()) {
        case "input" -> input = scope.parsing().expression(field.getValue());
        case "unit" -> unit = unit(field.getValue());
        default -> throw failure(name + " got unexpected argument: " + field.getKey());
      }
    }
    if (input == null) {
      throw failure(name + " requires an 'input' expression");
    }
    return new UnitSpec(input, scope.parsing().expression(new BsonString(path)), unit);
  }

  private static TimeUnit unit(BsonValue value) {
    if (!(value instanceof BsonString text)) {
      throw failure("'unit' must be a string");
    }
    TimeUnit unit = TimeUnit.named(text.getValue());
    if (!unit.isFixed()) {
      throw error(5490710, "unit must be 'week' or smaller");
    }
    return unit;
  }

  /** The length of the unit, or null where there is none. */
  @Nullable BsonValue unitMillis() {
    return unit == null ? null : new BsonInt64(unit.millis());
  }

  BsonDocument describe() {
    BsonDocument body = new BsonDocument("input", input.describe());
    if (unit != null) {
      body.append("unit", new BsonString(unit.wireName()));
    }
    return body;
  }
}
