package dev.meerkat.fuzz.simulator;

import dev.meerkat.fuzz.parsers.Campaign;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes of places find what a scan finds, and the nearest first. */
final class GeoFuzz {
  private static final int DOCUMENTS = 60;
  private static final int QUERIES = 25;

  /** Past the precision of both ways to tell a distance. */
  private static final double SLACK = 1e-6;

  private static final List<String> SPHERES =
      List.of("{loc: '2dsphere'}", "{loc: '2dsphere', k: -1}", "{k: 1, loc: '2dsphere'}");
  private static final List<String> PLANES = List.of("{flat: '2d'}", "{flat: '2d', k: 1}");

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "xodus"})
  void indexesOfPlacesAnswerAsTheCollection(String backend, @TempDir Path folder) {
    Campaign.of(GeoFuzz.class, 10).on(backend).run(random -> check(random, backend, folder));
  }

  private static void check(SplittableRandom random, String backend, Path folder) {
    Path root = folder.resolve(Long.toHexString(random.split().nextLong()));
    ReplayedSeeds seeds = new ReplayedSeeds(random.split());
    try (Disk disk = new Disk(backend, root, new FaultTrouble(), new ManualTicker(), seeds)) {
      Node node = disk.node();
      fill(node, random, 0);
      String sphere = pick(random, SPHERES);
      done(node, "{createIndexes: 'c', indexes: [{key: " + sphere + ", name: 'sphere'}]}");
      done(
          node,
          "{createIndexes: 'c', indexes: [{key: " + pick(random, PLANES) + ", name: 'plane'}]}");
      fill(node, random, DOCUMENTS);
      for (int i = 0; i < QUERIES; i++) {
        within(node, random);
        nearest(node, random, sphere.startsWith("{k"));
      }
      BsonDocument report = node.run(BsonDocument.parse("{validate: 'c', full: true}"));
      Checks.require(report.getBoolean("valid").getValue(), report.toJson());
    }
  }

  private static void fill(Node node, SplittableRandom random, int first) {
    for (int id = first; id < first + DOCUMENTS; id++) {
      String place = place(random);
      String loc =
          switch (random.nextInt(4)) {
            case 0 -> place;
            case 1 -> "{type: 'LineString', coordinates: [" + place + ", " + place(random) + "]}";
            default -> "{type: 'Point', coordinates: " + place + "}";
          };
      String flat = random.nextInt(4) == 0 ? "[" + place + ", " + place(random) + "]" : place;
      String fields =
          (random.nextInt(8) == 0 ? "" : ", loc: " + loc)
              + (random.nextInt(8) == 0 ? "" : ", flat: " + flat);
      done(
          node,
          "{insert: 'c', documents: [{_id: " + id + ", k: " + random.nextInt(3) + fields + "}]}");
    }
  }

  private static String place(SplittableRandom random) {
    return String.format(
        Locale.ROOT, "[%.6f, %.6f]", random.nextDouble(-20, 20), random.nextDouble(-20, 20));
  }

  private static void within(Node node, SplittableRandom random) {
    String center = place(random);
    double radius = random.nextDouble(0.01, 0.4);
    String shape =
        switch (random.nextInt(4)) {
          case 0 -> "flat: {$geoWithin: {$center: [" + center + ", " + radius * 40 + "]}}";
          case 1 -> "flat: {$geoWithin: {$polygon: " + triangle(random) + "}}";
          case 2 -> "loc: {$geoWithin: {$centerSphere: [" + center + ", " + radius + "]}}";
          default -> "loc: {$geoIntersects: {$geometry: " + circlePoint(center) + "}}";
        };
    BsonDocument filter = BsonDocument.parse("{" + shape + kind(random, false) + "}");
    BsonDocument command = Checks.find("c", filter);
    List<BsonDocument> scanned =
        Checks.all(node, command.clone().append("hint", BsonDocument.parse("{$natural: 1}")));
    Checks.requireSameSet(scanned, Checks.all(node, command), command.toJson());
  }

  private static String circlePoint(String center) {
    return "{type: 'Point', coordinates: " + center + "}";
  }

  private static String triangle(SplittableRandom random) {
    return "[" + place(random) + ", " + place(random) + ", " + place(random) + "]";
  }

  private static String kind(SplittableRandom random, boolean always) {
    return always || random.nextBoolean() ? ", k: " + random.nextInt(3) : "";
  }

  /** The nearest come first, and they are those that a circle of the same radius holds. */
  private static void nearest(Node node, SplittableRandom random, boolean needsKind) {
    String center = place(random);
    double radius = random.nextDouble(0.01, 0.5);
    String kind = kind(random, needsKind);
    String near = circlePoint(center);
    BsonDocument reply =
        node.run(
            BsonDocument.parse(
                "{aggregate: 'c', pipeline: [{$geoNear: {near: "
                    + near
                    + ", key: 'loc', distanceField: 'far.away', maxDistance: "
                    + radius * 6378100
                    + ", query: {loc: {$type: 'object'}, 'loc.type': 'Point'"
                    + kind
                    + "}}}], cursor: {batchSize: 1000}}"));
    Checks.require(reply.getNumber("ok").intValue() == 1, reply.toJson());
    double before = 0;
    List<Integer> found = new ArrayList<>();
    for (var value : reply.getDocument("cursor").getArray("firstBatch")) {
      BsonDocument document = value.asDocument();
      double distance = document.getDocument("far").getDouble("away").getValue();
      Checks.require(distance >= before, "out of order: " + reply.toJson());
      before = distance;
      found.add(document.getInt32("_id").getValue());
    }
    List<Integer> least = inCircle(node, center, radius * (1 - SLACK), kind);
    List<Integer> most = inCircle(node, center, radius * (1 + SLACK), kind);
    String text = center + " " + radius + kind + ": " + found + " of " + least + " to " + most;
    Checks.require(found.containsAll(least) && most.containsAll(found), text);
    Checks.require(found.size() == found.stream().distinct().count(), "twice: " + text);
  }

  private static List<Integer> inCircle(Node node, String center, double radius, String kind) {
    BsonDocument filter =
        BsonDocument.parse(
            "{loc: {$geoWithin: {$centerSphere: ["
                + center
                + ", "
                + radius
                + "]}}, 'loc.type': 'Point'"
                + kind
                + "}");
    BsonDocument command =
        Checks.find("c", filter).append("hint", BsonDocument.parse("{$natural: 1}"));
    return Checks.all(node, command).stream()
        .map(document -> document.getInt32("_id").getValue())
        .toList();
  }

  private static void done(Node node, String command) {
    BsonDocument reply = node.run(BsonDocument.parse(command));
    Checks.require(
        reply.getNumber("ok", new BsonInt32(0)).intValue() == 1
            && reply.getArray("writeErrors", new BsonArray()).isEmpty(),
        command + ": " + reply.toJson());
  }

  private static <T> T pick(SplittableRandom random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
