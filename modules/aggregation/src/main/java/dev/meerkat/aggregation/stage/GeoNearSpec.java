package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.Numbers;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $geoNear} says. Threads: immutable.
 *
 * @param given as it is written
 * @param near a point; like the distances an expression of variables and constants
 */
public record GeoNearSpec(
    BsonDocument given,
    Expression near,
    @Nullable Expression minDistance,
    @Nullable Expression maxDistance,
    @Nullable FieldPath distanceField,
    @Nullable FieldPath includeLocs,
    @Nullable FieldPath key,
    double distanceMultiplier,
    boolean isSpherical,
    BsonDocument query) {

  static GeoNearSpec parse(BsonValue value, ParseScope scope) {
    if (!(value instanceof BsonDocument given)) {
      throw Documents.error(10065, "invalid parameter: expected an object ($geoNear)");
    }
    refuseOld(given);
    if (!given.containsKey("near")) {
      throw Documents.error(5860400, "$geoNear requires a 'near' argument");
    }
    Builder builder = new Builder(given, scope);
    given.forEach(builder::take);
    return builder.build();
  }

  private static void refuseOld(BsonDocument given) {
    for (Map.Entry<String, Integer> old :
        Map.of("collation", 40227, "limit", 50858, "num", 50857, "start", 50856).entrySet()) {
      if (given.containsKey(old.getKey())) {
        throw Documents.error(
            old.getValue(), "$geoNear no longer supports the '" + old.getKey() + "' parameter.");
      }
    }
  }

  /** What stands on a path of a filter that asks for the same, its operator first. */
  BsonDocument operators(EvaluationScope scope) {
    requireConstant(near, 5860402, "$geoNear requires a constant near argument");
    BsonValue point = near.evaluate(DocumentView.EMPTY, scope);
    if (point == null || !point.isDocument() && !point.isArray()) {
      throw Documents.error(
          5860401,
          "$geoNear requires near argument to be a GeoJSON object or a legacy point(array)");
    }
    BsonDocument operators = new BsonDocument(isSpherical ? "$nearSphere" : "$near", point);
    append(operators, "minDistance", minDistance, 7555701, scope);
    append(operators, "maxDistance", maxDistance, 7555702, scope);
    return operators;
  }

  private static void append(
      BsonDocument operators,
      String name,
      @Nullable Expression distance,
      int code,
      EvaluationScope scope) {
    if (distance == null) {
      return;
    }
    requireConstant(
        distance, code, "$geoNear requires $" + name + " to evaluate to a constant number");
    BsonValue value = distance.evaluate(DocumentView.EMPTY, scope);
    if (value == null || !Numbers.isNumber(value)) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "$geoNear requires $" + name + " to evaluate to a number");
    }
    double number = Numbers.toDouble(value);
    if (!(number >= 0)) {
      throw new ServerException(ErrorCode.BAD_VALUE, name + " must be nonnegative");
    }
    operators.append("$" + name, new BsonDouble(number));
  }

  /** Before there are documents no field has a value. */
  private static void requireConstant(Expression expression, int code, String text) {
    expression.dependencies(
        new Dependencies() {
          @Override
          public void field(String path) {
            wholeDocument();
          }

          @Override
          public void wholeDocument() {
            throw Documents.error(code, text);
          }

          @Override
          public void variable(int slot) {}
        });
  }

  void dependencies(Dependencies dependencies) {
    near.dependencies(dependencies);
    if (minDistance != null) {
      minDistance.dependencies(dependencies);
    }
    if (maxDistance != null) {
      maxDistance.dependencies(dependencies);
    }
  }

  /** Takes one argument after the other, as MongoDB looks at them. Confined to one operation. */
  private static final class Builder {
    private final BsonDocument given;
    private final ParseScope scope;
    private @Nullable Expression near;
    private @Nullable Expression minDistance;
    private @Nullable Expression maxDistance;
    private @Nullable FieldPath distanceField;
    private @Nullable FieldPath includeLocs;
    private @Nullable FieldPath key;
    private double distanceMultiplier = 1;
    private boolean isSpherical;
    private BsonDocument query = new BsonDocument();

    Builder(BsonDocument given, ParseScope scope) {
      this.given = given;
      this.scope = scope;
    }

    void take(String name, BsonValue value) {
      switch (name) {
        case "near" -> near = scope.expression(value);
        case "minDistance" -> minDistance = scope.expression(value);
        case "maxDistance" -> maxDistance = scope.expression(value);
        case "distanceField" -> distanceField = path(name, value, 16606);
        case "includeLocs" -> includeLocs = path(name, value, 16607);
        case "key" -> key = key(value);
        case "distanceMultiplier" -> distanceMultiplier = multiplier(value);
        case "spherical" -> isSpherical = isTrue(value);
        case "query" -> query = query(value);
        case "uniqueDocs" -> {}
        default ->
            throw new ServerException(ErrorCode.BAD_VALUE, "Unknown argument to $geoNear: " + name);
      }
    }

    private static FieldPath path(String name, BsonValue value, int code) {
      if (!value.isString()) {
        throw Documents.error(code, "$geoNear requires that the '" + name + "' option is a String");
      }
      return FieldPath.parse(value.asString().getValue());
    }

    private static FieldPath key(BsonValue value) {
      if (!value.isString()) {
        throw new ServerException(
            ErrorCode.TYPE_MISMATCH,
            "$geoNear parameter 'key' must be of type string but found type: "
                + value.getBsonType());
      }
      if (value.asString().getValue().isEmpty()) {
        throw new ServerException(
            ErrorCode.BAD_VALUE, "$geoNear parameter 'key' cannot be the empty string");
      }
      return FieldPath.parse(value.asString().getValue());
    }

    private static double multiplier(BsonValue value) {
      if (!Numbers.isNumber(value)) {
        throw new ServerException(ErrorCode.TYPE_MISMATCH, "distanceMultiplier must be a number");
      }
      double multiplier = Numbers.toDouble(value);
      if (!(multiplier >= 0)) {
        throw new ServerException(ErrorCode.BAD_VALUE, "distanceMultiplier must be nonnegative");
      }
      return multiplier;
    }

    private static boolean isTrue(BsonValue value) {
      return switch (value.getBsonType()) {
        case NULL, UNDEFINED -> false;
        case BOOLEAN -> value.equals(BsonBoolean.TRUE);
        case INT32, INT64, DOUBLE, DECIMAL128 -> Numbers.toDouble(value) != 0;
        default -> true;
      };
    }

    private static BsonDocument query(BsonValue value) {
      if (!(value instanceof BsonDocument query)) {
        throw new ServerException(ErrorCode.TYPE_MISMATCH, "query must be an object");
      }
      MatchStage.refuseSorting(query);
      if (query.containsKey("$text")) {
        throw new ServerException(
            ErrorCode.BAD_VALUE, "$text is not allowed beside the order of a distance");
      }
      return query;
    }

    GeoNearSpec build() {
      if (near == null) {
        throw new IllegalStateException("near was there before");
      }
      return new GeoNearSpec(
          given,
          near,
          minDistance,
          maxDistance,
          distanceField,
          includeLocs,
          key,
          distanceMultiplier,
          isSpherical,
          query);
    }
  }
}
