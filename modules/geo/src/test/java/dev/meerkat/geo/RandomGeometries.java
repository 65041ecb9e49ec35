package dev.meerkat.geo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Geometries near a random place of the sphere, so that they meet often; small and large, with
 * round coordinates now and then, near poles and the date line too.
 */
final class RandomGeometries {
  private final Random random;
  private final double x;
  private final double y;
  private final double size;

  RandomGeometries(Random random) {
    this.random = random;
    this.x = random.nextInt(4) == 0 ? 180 : random.nextInt(361) - 180;
    this.y = random.nextInt(6) == 0 ? 90 : random.nextInt(181) - 90;
    this.size = Math.pow(10, random.nextInt(7) - 5);
  }

  BsonArray pair() {
    return pair(x + offset(), y + offset());
  }

  private double offset() {
    return random.nextInt(3) == 0
        ? (random.nextInt(3) - 1) * size
        : (random.nextDouble() - 0.5) * 2 * size;
  }

  private static BsonArray pair(double longitude, double latitude) {
    double lat = Math.max(-90, Math.min(90, latitude));
    double lng = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
    return new BsonArray(List.of(new BsonDouble(lng), new BsonDouble(lat)));
  }

  BsonDocument geoJson() {
    return switch (random.nextInt(5)) {
      case 0, 1 -> geoJson("Point", pair());
      case 2 -> geoJson("LineString", new BsonArray(List.of(pair(), pair(), pair())));
      case 3 -> polygon();
      default ->
          new BsonDocument("type", new BsonString("GeometryCollection"))
              .append("geometries", new BsonArray(List.of(geoJson("Point", pair()), polygon())));
    };
  }

  static BsonDocument geoJson(String type, BsonValue coordinates) {
    return new BsonDocument("type", new BsonString(type)).append("coordinates", coordinates);
  }

  /** A star around a point: its corners go round, so that no edges cross. */
  BsonDocument polygon() {
    double middleX = Math.max(-170, Math.min(170, x)) + offset() / 2;
    double middleY = Math.max(-80, Math.min(80, y)) + offset() / 2;
    int corners = 3 + random.nextInt(5);
    double reach = Math.min(size, 8);
    List<BsonValue> ring = new ArrayList<>();
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * (i + random.nextDouble() * 0.5) / corners;
      double radius = reach * (0.5 + random.nextDouble() / 2);
      ring.add(pair(middleX + radius * Math.cos(angle), middleY + radius * Math.sin(angle)));
    }
    ring.add(ring.getFirst());
    return geoJson("Polygon", new BsonArray(List.of(new BsonArray(ring))));
  }

  BsonDocument centerSphere() {
    return new BsonDocument(
        "$centerSphere",
        new BsonArray(List.of(pair(), new BsonDouble(Math.toRadians(size) * random.nextDouble()))));
  }

  BsonDocument flatShape() {
    return switch (random.nextInt(4)) {
      case 0 -> new BsonDocument("$box", new BsonArray(List.of(pair(), pair())));
      case 1 ->
          new BsonDocument(
              "$center",
              new BsonArray(List.of(pair(), new BsonDouble(size * random.nextDouble()))));
      case 2 ->
          new BsonDocument("$polygon", new BsonArray(List.of(pair(), pair(), pair(), pair())));
      default -> centerSphere();
    };
  }

  /** What may stand on a path to ask for the order of a distance. */
  BsonDocument near(boolean isFlat) {
    BsonDocument operators = new BsonDocument();
    double unit;
    if (isFlat && random.nextBoolean()) {
      operators.append("$near", pair());
      unit = 1;
    } else if (isFlat || random.nextInt(3) == 0) {
      operators.append("$nearSphere", pair());
      unit = Math.toRadians(1);
    } else {
      operators.append("$near", geoJson("Point", pair()));
      unit = 111_319;
    }
    if (random.nextInt(3) == 0) {
      operators.append("$minDistance", new BsonDouble(size * unit * random.nextDouble()));
    }
    if (random.nextInt(3) == 0) {
      operators.append("$maxDistance", new BsonDouble(size * unit * 2 * random.nextDouble()));
    }
    return operators;
  }
}
