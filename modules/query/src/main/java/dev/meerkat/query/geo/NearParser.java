package dev.meerkat.query.geo;

import static java.util.Objects.requireNonNull;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Numbers;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Reads the arguments of {@code $near} and {@code $nearSphere}: a point with distances beside it,
 * or a GeoJSON point with distances within. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/near/">$near</a>
 */
public final class NearParser {
  private NearParser() {}

  /** Reads what stands on a path, of which one is the operator. */
  public static NearQuery parse(BsonDocument operators) {
    return parse(operators.containsKey("$near") ? "$near" : "$nearSphere", operators);
  }

  /**
   * Reads what stands on a path.
   *
   * @param name the operator meant
   * @param operators all that stand beside it, itself included
   */
  public static NearQuery parse(String name, BsonDocument operators) {
    BsonValue spec = requireNonNull(operators.get(name), name);
    checkBeside(operators);
    if (!(spec instanceof BsonDocument document) || StoredGeometry.isPair(document)) {
      return legacy(name, spec, operators);
    }
    if (document.get("type") instanceof BsonString || document.containsKey("coordinates")) {
      Point point = point(document);
      return new NearQuery(
          point,
          NearQuery.Kind.METRES,
          distance(operators, "$minDistance", 0),
          distance(operators, "$maxDistance", Double.POSITIVE_INFINITY));
    }
    if (operators.size() > 1) {
      throw Geometries.refusal(
          "geo near accepts just one argument when querying for a GeoJSON point");
    }
    return geometry(document);
  }

  private static NearQuery legacy(String name, BsonValue spec, BsonDocument operators) {
    Point point = Point.parse(spec, true);
    boolean isSpherical = name.equals("$nearSphere");
    if (isSpherical && !point.isOnSphere()) {
      throw Geometries.refusal("Legacy point is out of bounds for spherical query");
    }
    double max = Double.POSITIVE_INFINITY;
    if (spec instanceof BsonArray list && list.size() == 3 && Numbers.isNumber(list.get(2))) {
      max = Numbers.toDouble(list.get(2));
      if (!(max >= 0)) {
        throw new ServerException(ErrorCode.location(18522), "max distance must be non-negative");
      }
    }
    return new NearQuery(
        point,
        isSpherical ? NearQuery.Kind.RADIANS : NearQuery.Kind.FLAT,
        distance(operators, "$minDistance", 0),
        distance(operators, "$maxDistance", max));
  }

  private static double distance(BsonDocument spec, String name, double otherwise) {
    BsonValue value = spec.get(name);
    return value == null ? otherwise : Numbers.toDouble(value);
  }

  private static void checkBeside(BsonDocument operators) {
    for (Map.Entry<String, BsonValue> operator : operators.entrySet()) {
      switch (operator.getKey()) {
        case "$near", "$nearSphere", "$uniqueDocs" -> {}
        case "$maxDistance" -> checkDistance(operator, 16895, 16896);
        case "$minDistance" -> checkDistance(operator, 16893, 16894);
        default ->
            throw new ServerException(
                ErrorCode.location(34413),
                "invalid argument in geo near query: " + operator.getKey());
      }
    }
  }

  private static NearQuery geometry(BsonDocument spec) {
    if (!spec.containsKey("$geometry")) {
      throw Geometries.refusal("$geometry is required for geo near query");
    }
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      switch (field.getKey()) {
        case "$geometry" -> {}
        case "$maxDistance", "$minDistance" -> {
          int code = ErrorCode.BAD_VALUE.number();
          checkDistance(field, code, code);
          if (field.getKey().equals("$minDistance")
              && Double.isInfinite(Numbers.toDouble(field.getValue()))) {
            throw Geometries.refusal("$minDistance must be finite");
          }
        }
        default ->
            throw Geometries.refusal("invalid argument in geo near query: " + field.getKey());
      }
    }
    return new NearQuery(
        point(spec.get("$geometry")),
        NearQuery.Kind.METRES,
        distance(spec, "$minDistance", 0),
        distance(spec, "$maxDistance", Double.POSITIVE_INFINITY));
  }

  private static Point point(BsonValue geometry) {
    Point point = RegionParser.queried(withType(geometry)).flat();
    if (point == null) {
      throw Geometries.refusal("$near requires a point, given " + geometry);
    }
    return point;
  }

  /** What has coordinates only is a point. */
  private static BsonValue withType(BsonValue geometry) {
    if (geometry instanceof BsonDocument document
        && document.containsKey("coordinates")
        && !document.containsKey("type")) {
      return new BsonDocument("type", new BsonString("Point"))
          .append("coordinates", document.get("coordinates"));
    }
    return geometry;
  }

  /**
   * @param noNumber the code for what is no number
   * @param negative the code for a number below zero, or NaN
   */
  private static void checkDistance(
      Map.Entry<String, BsonValue> field, int noNumber, int negative) {
    if (!Numbers.isNumber(field.getValue())) {
      throw new ServerException(code(noNumber), field.getKey() + " must be a number");
    }
    if (!(Numbers.toDouble(field.getValue()) >= 0)) {
      throw new ServerException(code(negative), field.getKey() + " must be non-negative");
    }
  }

  private static ErrorCode code(int number) {
    return number == ErrorCode.BAD_VALUE.number()
        ? ErrorCode.BAD_VALUE
        : ErrorCode.location(number);
  }
}
