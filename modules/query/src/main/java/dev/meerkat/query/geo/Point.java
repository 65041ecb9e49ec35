package dev.meerkat.query.geo;

import dev.meerkat.values.Numbers;
import java.util.Collection;
import java.util.Iterator;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A pair of coordinates. Threads: immutable. */
public record Point(double x, double y) {

  /**
   * Reads the first two numbers of an array or a document.
   *
   * @param takesMore whether more may follow
   */
  static Point parse(BsonValue value, boolean takesMore) {
    Collection<BsonValue> parts =
        switch (value) {
          case BsonArray array -> array;
          case BsonDocument document -> document.values();
          default -> throw Geometries.refusal("Point must be an array or object");
        };
    Iterator<BsonValue> coordinates = parts.iterator();
    Point point = new Point(coordinate(coordinates), coordinate(coordinates));
    if (coordinates.hasNext() && !takesMore) {
      throw Geometries.refusal("Point must only contain two numeric elements");
    }
    return point;
  }

  private static double coordinate(Iterator<BsonValue> coordinates) {
    BsonValue coordinate = coordinates.hasNext() ? coordinates.next() : null;
    if (coordinate == null || !Numbers.isNumber(coordinate)) {
      throw Geometries.refusal("Point must only contain numeric elements");
    }
    double number = Numbers.toDouble(coordinate);
    if (!Double.isFinite(number)) {
      throw Geometries.refusal("Point coordinates must be finite numbers");
    }
    return number;
  }

  /** Whether the coordinates are a longitude and a latitude in degrees. */
  public boolean isOnSphere() {
    return Math.abs(x) <= 180 && Math.abs(y) <= 90;
  }

  public Vector toVector() {
    return Vector.of(x, y);
  }
}
