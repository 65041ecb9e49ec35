package dev.meerkat.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.query.geo.GeoMatch;
import dev.meerkat.query.geo.RegionParser;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.index.Nearest;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.BsonOrder;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Whatever a filter matches has a key within the bounds that an index gives the filter. */
final class GeoIndexProperties {
  @Property(tries = 2_000)
  void sphereBoundsLeaveOutNoMatch(@ForAll Random random) {
    RandomGeometries geometries = new RandomGeometries(random);
    CompiledIndex index = Indexes.of("{key: {loc: '2dsphere'}, name: 'i'}");
    BsonValue stored = random.nextInt(4) == 0 ? geometries.pair() : geometries.geoJson();
    boolean within = random.nextBoolean();
    BsonDocument asked =
        within && random.nextInt(3) == 0
            ? geometries.centerSphere()
            : new BsonDocument("$geometry", within ? geometries.polygon() : geometries.geoJson());
    GeoMatch match;
    try {
      match = within ? RegionParser.within(asked) : RegionParser.intersects(asked);
    } catch (ServerException _) {
      // Rounding has made a polygon that is none.
      return;
    }
    check(index, within ? "$geoWithin" : "$geoIntersects", match, asked, stored);
  }

  @Property(tries = 2_000)
  void planeBoundsLeaveOutNoMatch(@ForAll Random random) {
    RandomGeometries geometries = new RandomGeometries(random);
    int bits = 1 + random.nextInt(32);
    CompiledIndex index = Indexes.of("{key: {loc: '2d'}, name: 'i', bits: " + bits + "}");
    BsonDocument asked = geometries.flatShape();
    check(index, "$geoWithin", RegionParser.within(asked), asked, geometries.pair());
  }

  @Property(tries = 2_000)
  void areasLeaveOutNothingNear(@ForAll Random random) {
    RandomGeometries geometries = new RandomGeometries(random);
    boolean isFlat = random.nextBoolean();
    CompiledIndex index =
        Indexes.of("{key: {loc: '" + (isFlat ? "2d" : "2dsphere") + "'}, name: 'i'}");
    BsonDocument operators = geometries.near(isFlat);
    Nearest nearest = index.nearest(0, new Predicate.Near("loc", operators));
    assertTrue(nearest != null, () -> "cannot answer " + operators);
    BsonValue stored = isFlat || random.nextBoolean() ? geometries.pair() : geometries.geoJson();
    DocumentView document = DocumentView.of(new BsonDocument("loc", stored));
    List<List<BsonValue>> keys;
    try {
      keys = Indexes.keys(index, document);
    } catch (ServerException _) {
      return;
    }
    Nearest.Place place = nearest.measure(document);
    if (place != null) {
      assertTrue(
          keys.stream().anyMatch(key -> isFound(nearest, key.getFirst(), place.distance())),
          () -> stored + " at " + place.distance() + " is left out by " + operators);
    }
  }

  /** Whether a key, and each area that it lies in, are as near as its document or nearer. */
  private static boolean isFound(Nearest nearest, BsonValue key, double distance) {
    List<Nearest.Area> areas = nearest.areas();
    while (!areas.isEmpty()) {
      List<Nearest.Area> around =
          areas.stream().filter(area -> isWithin(List.of(area.keys()), key)).toList();
      assertEquals(1, around.size(), "areas are all there is, and disjoint");
      Nearest.Area area = around.getFirst();
      if (area.least() > distance) {
        return false;
      }
      Interval undivided = area.undivided();
      areas = undivided != null && isWithin(List.of(undivided), key) ? List.of() : area.parts();
    }
    return nearest.least(key) <= distance;
  }

  private static void check(
      CompiledIndex index, String operator, GeoMatch match, BsonDocument asked, BsonValue stored) {
    if (!match.matches(stored)) {
      return;
    }
    Bounds bounds =
        index.bounds(0, new Predicate.Path("loc", operator, asked, BsonOrder.SIMPLE), true);
    assertTrue(bounds != null, () -> "no bounds for " + asked);
    assertAscending(bounds.intervals());
    List<List<BsonValue>> keys =
        Indexes.keys(index, DocumentView.of(new BsonDocument("loc", stored)));
    assertTrue(
        keys.stream().anyMatch(key -> isWithin(bounds.intervals(), key.getFirst())),
        () -> stored + " is left out by " + operator + " " + asked);
  }

  private static void assertAscending(List<Interval> intervals) {
    for (int i = 1; i < intervals.size(); i++) {
      assertTrue(
          BsonOrder.SIMPLE.compare(intervals.get(i - 1).high(), intervals.get(i).low()) < 0,
          "intervals ascend");
    }
  }

  static boolean isWithin(List<Interval> intervals, BsonValue key) {
    return intervals.stream()
        .anyMatch(
            interval ->
                BsonOrder.SIMPLE.compare(interval.low(), key) <= 0
                    && BsonOrder.SIMPLE.compare(key, interval.high()) <= 0);
  }
}
