package dev.meerkat.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.plan.Hint;
import dev.meerkat.engine.plan.Plan;
import dev.meerkat.query.geo.NearParser;
import dev.meerkat.query.geo.NearQuery;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Plans that use geospatial indexes answer what a scan answers, and the nearest first. */
final class GeoPlanProperties {
  private static final FieldPath LOC = FieldPath.of("loc");

  @Property(tries = 100)
  void indexedAnswersAreTheScansAnswers(@ForAll Random random) {
    RandomGeometries geometries = new RandomGeometries(random);
    boolean isFlat = random.nextBoolean();
    String[] patterns = patterns(random, isFlat);
    try (IndexedThings things =
        new IndexedThings(documents(random, geometries, isFlat), patterns)) {
      BsonDocument shape =
          isFlat ? geometries.flatShape() : new BsonDocument("$geometry", geometries.polygon());
      BsonDocument filter = new BsonDocument("loc", new BsonDocument("$geoWithin", shape));
      if (random.nextBoolean()) {
        filter.append("kind", new BsonInt32(random.nextInt(3)));
      }
      Plan plan;
      try {
        plan = things.plan(filter, Hint.none());
      } catch (ServerException _) {
        // Rounding has made a polygon that is none.
        return;
      }
      if (filter.containsKey("kind") || !patterns[0].startsWith("{kind")) {
        assertTrue(reads(plan, "IXSCAN") || reads(plan, "EOF"), plan.toString());
      }
      Plan scan = things.plan(filter, new Hint.Natural(Direction.FORWARD));
      assertEquals(
          ids(things.run(scan, false)),
          ids(things.run(plan, random.nextBoolean())),
          filter.toJson());
    }
  }

  private static boolean reads(Plan plan, String stage) {
    return plan.stageName().equals(stage)
        || plan.inputs().stream().anyMatch(input -> reads(input, stage));
  }

  @Property(tries = 100)
  void theNearestComesFirst(@ForAll Random random) {
    RandomGeometries geometries = new RandomGeometries(random);
    boolean isFlat = random.nextBoolean();
    List<BsonDocument> documents = documents(random, geometries, isFlat);
    BsonDocument operators = geometries.near(isFlat);
    BsonDocument filter = new BsonDocument("loc", operators);
    boolean isMore = random.nextBoolean();
    if (isMore) {
      filter.append("kind", new BsonInt32(random.nextInt(3)));
    }
    String[] patterns = patterns(random, isFlat);
    if (patterns[0].startsWith("{kind") && !isMore) {
      return;
    }
    NearQuery query = NearParser.parse(operators);
    Filter whole = IndexedThings.filter(filter);
    List<Double> expected = new ArrayList<>();
    List<BsonDocument> matching = new ArrayList<>();
    for (BsonDocument document : documents) {
      if (whole.matches(DocumentView.of(document), IndexedThings.evaluation())) {
        expected.add(distance(query, document));
        matching.add(document);
      }
    }
    Collections.sort(expected);
    try (IndexedThings things = new IndexedThings(documents, patterns)) {
      List<BsonDocument> found = things.run(things.plan(filter, Hint.none()), random.nextBoolean());
      assertEquals(
          expected, found.stream().map(each -> distance(query, each)).toList(), filter.toJson());
      assertEquals(ids(matching), ids(found), filter.toJson());
    }
  }

  private static double distance(NearQuery query, BsonDocument document) {
    DocumentView view = DocumentView.of(document);
    NearQuery.Nearest nearest = query.measure(LOC, view.array(), view.offset());
    assertTrue(nearest != null, () -> "nowhere: " + document);
    return nearest.distance();
  }

  @Example
  void whatNoIndexKnowsIsRefused() {
    try (IndexedThings flat = new IndexedThings(List.of(), "{loc: '2d'}");
        IndexedThings round = new IndexedThings(List.of(), "{loc: '2dsphere'}");
        IndexedThings compound = new IndexedThings(List.of(), "{kind: 1, loc: '2dsphere'}")) {
      refused(flat, "{loc: {$near: {$geometry: {type: 'Point', coordinates: [0, 0]}}}}", 291);
      refused(flat, "{other: {$near: [0, 0]}}", 291);
      refused(flat, "{loc: {$near: [181, 0]}}", 16433);
      refused(round, "{loc: {$near: [0, 0]}}", 291);
      refused(compound, "{loc: {$nearSphere: [0, 0]}}", 291);
      assertEquals(
          "GEO_NEAR_2DSPHERE",
          compound
              .plan(BsonDocument.parse("{loc: {$nearSphere: [0, 0]}, kind: 1}"), Hint.none())
              .stageName());
    }
  }

  private static void refused(IndexedThings things, String filter, int code) {
    ServerException refusal =
        assertThrows(
            ServerException.class, () -> things.plan(BsonDocument.parse(filter), Hint.none()));
    assertEquals(code, refusal.code().number(), filter);
  }

  /** A 2dsphere index lacks documents without its field, and so cannot tell of the others. */
  @Example
  void questionsAboutOtherFieldsAloneReadTheCollection() {
    List<BsonDocument> documents =
        List.of(
            BsonDocument.parse("{_id: 1, kind: 1, loc: [0, 0]}"),
            BsonDocument.parse("{_id: 2, kind: 1}"));
    try (IndexedThings things = new IndexedThings(documents, "{kind: 1, loc: '2dsphere'}")) {
      Plan plan = things.plan(BsonDocument.parse("{kind: 1}"), Hint.none());
      assertEquals("COLLSCAN", plan.stageName());
      Plan or =
          things.plan(
              BsonDocument.parse(
                  "{$or: [{kind: 1}, {kind: 2, loc: {$geoWithin: {$centerSphere: [[0, 0], 1]}}}]}"),
              Hint.none());
      assertEquals(2, things.run(or, false).size());
    }
  }

  private static List<BsonDocument> documents(
      Random random, RandomGeometries geometries, boolean isFlat) {
    List<BsonDocument> documents = new ArrayList<>();
    int size = random.nextInt(300);
    for (int id = 1; documents.size() < size; id++) {
      BsonDocument document = new BsonDocument("_id", new BsonInt32(id));
      if (random.nextInt(10) > 0) {
        document.append("loc", place(random, geometries, isFlat));
      }
      if (random.nextInt(10) > 0) {
        document.append("kind", new BsonInt32(random.nextInt(3)));
      }
      document.append("name", new BsonString("n" + id));
      if (isIndexable(document, isFlat)) {
        documents.add(document);
      }
    }
    return documents;
  }

  /** Rounding may have made a polygon that is none. */
  private static boolean isIndexable(BsonDocument document, boolean isFlat) {
    try {
      var _ =
          Indexes.keys(
              Indexes.of("{key: {loc: '" + (isFlat ? "2d" : "2dsphere") + "'}, name: 'i'}"),
              DocumentView.of(document));
      return true;
    } catch (ServerException _) {
      return false;
    }
  }

  private static BsonValue place(Random random, RandomGeometries geometries, boolean isFlat) {
    if (!isFlat) {
      return random.nextBoolean() ? geometries.pair() : geometries.geoJson();
    }
    return random.nextInt(4) > 0
        ? geometries.pair()
        : new BsonArray(List.of(geometries.pair(), geometries.pair()));
  }

  private static String[] patterns(Random random, boolean isFlat) {
    String geometry = isFlat ? "{loc: '2d'" : "{loc: '2dsphere'";
    return switch (random.nextInt(isFlat ? 2 : 3)) {
      case 0 -> new String[] {geometry + "}"};
      case 1 -> new String[] {geometry + ", kind: -1}"};
      default -> new String[] {"{kind: 1, loc: '2dsphere'}"};
    };
  }

  private static Set<Integer> ids(List<BsonDocument> documents) {
    Set<Integer> ids = new TreeSet<>();
    documents.forEach(
        document -> assertTrue(ids.add(document.getInt32("_id").getValue()), "each once"));
    return ids;
  }
}
