package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A time-series collection answers as a plain collection does that has had the same inserts,
 * deletes and updates.
 */
final class TimeseriesPropertiesTest extends EngineFixture {
  private static final Namespace PLAIN = new Namespace("test", "plain");
  private static final long BEGIN = 1_700_000_000_000L;
  private static final int ROUNDS = 40;
  private static final int QUERIES = 25;

  private long seed;
  private Random random = new Random();
  private int nextId;

  @AfterEach
  void close() {
    closeEngine();
  }

  @Test
  void itAnswersAsAPlainCollection() {
    seed = new Random().nextLong();
    System.out.println("replay with seed " + seed);
    random = new Random(seed);
    create();
    for (int round = 0; round < ROUNDS; round++) {
      insertSome();
      if (random.nextInt(3) == 0) {
        deleteSome();
      }
      if (random.nextInt(4) == 0) {
        updateSome();
      }
      for (int query = 0; query < QUERIES; query++) {
        compare();
      }
    }
    checkConsistent();
  }

  private void create() {
    String granularity = List.of("seconds", "minutes", "hours").get(random.nextInt(3));
    try (Operation operation = begin()) {
      var _ =
          engine
              .catalog()
              .create(
                  operation,
                  NS,
                  CollectionOptions.parse(
                      doc(
                          "{timeseries: {timeField: 't', metaField: 'm', granularity: '"
                              + granularity
                              + "'}}")),
                  null);
      if (random.nextInt(4) == 0) {
        var _ = engine.indexes().drop(operation, NS, new BsonString("*"));
      }
    }
    if (random.nextBoolean()) {
      createIndex("{key: {'m.a': 1, t: -1}, name: 'series'}");
    }
    if (random.nextBoolean()) {
      createIndex("{key: {n: 1}, name: 'value'}");
    }
  }

  private void insertSome() {
    List<DocumentView> documents = new ArrayList<>();
    int count = 1 + random.nextInt(30);
    for (int i = 0; i < count; i++) {
      documents.add(DocumentView.of(measurement()));
    }
    for (Namespace namespace : List.of(NS, PLAIN)) {
      try (Operation operation = begin()) {
        InsertRequest request =
            new InsertRequest(namespace, documents, true, new int[0], null, false, false);
        assertEquals(count, engine.writes().insert(operation, request).n(), told());
      }
    }
  }

  private BsonDocument measurement() {
    BsonDocument document = new BsonDocument();
    if (random.nextBoolean()) {
      document.append("_id", new BsonInt32(nextId++));
    }
    document.append("t", time());
    if (random.nextInt(6) > 0) {
      document.append("m", series());
    }
    if (random.nextInt(5) > 0) {
      document.append("v", value(2));
    }
    if (random.nextInt(3) == 0) {
      document.append("w", value(1));
    }
    if (random.nextInt(3) == 0) {
      document.append("n", number());
    }
    if (!document.containsKey("_id")) {
      document.append("_id", new BsonInt32(nextId++));
    }
    return document;
  }

  private BsonDateTime time() {
    long span = List.of(60_000L, 7_200_000L, 400_000_000L, 5_000_000_000L).get(random.nextInt(4));
    return new BsonDateTime(BEGIN + random.nextLong(-span, span));
  }

  private BsonValue series() {
    return switch (random.nextInt(6)) {
      case 0 -> new BsonNull();
      case 1 -> new BsonInt32(random.nextInt(3));
      case 2 -> new BsonString(List.of("x", "y").get(random.nextInt(2)));
      case 3 -> new BsonArray(List.of(new BsonInt32(random.nextInt(2)), new BsonString("x")));
      default ->
          new BsonDocument("a", number())
              .append("b", new BsonString(List.of("x", "y").get(random.nextInt(2))));
    };
  }

  private BsonValue number() {
    int number = random.nextInt(5);
    return switch (random.nextInt(3)) {
      case 0 -> new BsonInt64(number);
      case 1 -> new BsonDouble(number + 0.5 * random.nextInt(2));
      default -> new BsonInt32(number);
    };
  }

  private BsonValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 3)) {
      case 0 -> new BsonString(List.of("x", "yy", "z").get(random.nextInt(3)));
      case 1 -> new BsonNull();
      case 2, 3 -> number();
      case 4 -> new BsonArray(List.of(value(depth - 1), value(depth - 1)));
      default -> new BsonDocument("c", value(depth - 1)).append("d", number());
    };
  }

  private BsonDocument filter(int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      BsonArray branches = new BsonArray();
      for (int i = 0; i <= random.nextInt(3); i++) {
        branches.add(filter(depth - 1));
      }
      return new BsonDocument(List.of("$and", "$or", "$nor").get(random.nextInt(3)), branches);
    }
    BsonDocument filter = predicate();
    if (random.nextInt(3) == 0) {
      predicate().forEach(filter::putIfAbsent);
    }
    return filter;
  }

  private BsonDocument predicate() {
    String path =
        List.of("t", "t", "m", "m.a", "m.b", "v", "v.c", "n", "_id").get(random.nextInt(9));
    BsonValue operand =
        switch (path) {
          case "t" -> random.nextInt(10) == 0 ? number() : time();
          case "m" -> series();
          case "_id" -> new BsonInt32(random.nextInt(nextId + 1));
          default -> value(1);
        };
    String operator =
        List.of(
                "$eq", "$lt", "$lte", "$gt", "$gte", "$ne", "$in", "$nin", "$exists", "$type",
                "$not")
            .get(random.nextInt(11));
    BsonValue argument =
        switch (operator) {
          case "$in", "$nin" ->
              new BsonArray(List.of(operand, path.equals("t") ? time() : number()));
          case "$exists" -> new BsonInt32(random.nextInt(2));
          case "$type" ->
              new BsonString(
                  List.of("number", "string", "array", "object", "date").get(random.nextInt(5)));
          case "$not" -> new BsonDocument("$gt", operand);
          default -> operand;
        };
    return new BsonDocument(path, new BsonDocument(operator, argument));
  }

  private void deleteSome() {
    BsonDocument q = filter(1);
    List<Long> removed = new ArrayList<>();
    for (Namespace namespace : List.of(NS, PLAIN)) {
      try (Operation operation = begin()) {
        DeleteRequest request =
            new DeleteRequest(
                namespace,
                List.of(new DeleteStatement(q, false, null, null)),
                true,
                null,
                new int[0],
                null);
        removed.add(engine.writes().delete(operation, request).n());
      }
    }
    assertEquals(removed.getLast(), removed.getFirst(), told() + " delete " + q);
  }

  private void updateSome() {
    BsonDocument q = new BsonDocument("m.a", new BsonDocument("$gte", number()));
    BsonDocument u = new BsonDocument("$set", new BsonDocument("m.a", number()));
    List<Long> changed = new ArrayList<>();
    for (Namespace namespace : List.of(NS, PLAIN)) {
      try (Operation operation = begin()) {
        UpdateRequest request =
            new UpdateRequest(
                namespace,
                List.of(new UpdateStatement(q, u, null, true, false, null, null, null, null)),
                true,
                null,
                new int[0],
                null,
                false,
                false);
        changed.add(engine.writes().update(operation, request).n());
      }
    }
    assertEquals(changed.getLast(), changed.getFirst(), told() + " update " + q);
  }

  private void compare() {
    BsonArray pipeline = new BsonArray();
    pipeline.add(new BsonDocument("$match", filter(2)));
    switch (random.nextInt(4)) {
      case 0 -> pipeline.add(doc("{$sort: {t: -1, _id: 1}}"));
      case 1 -> pipeline.add(doc("{$sort: {'m.a': 1, _id: -1}}"));
      case 2 ->
          pipeline.addAll(
              List.of(
                  doc(
                      "{$group: {_id: '$m.b', n: {$sum: 1}, first: {$min: '$t'}, sum: {$sum:"
                          + " '$n'}}}"),
                  doc("{$sort: {_id: 1}}")));
      default -> {
        pipeline.add(doc("{$sort: {_id: 1}}"));
        pipeline.add(new BsonDocument("$limit", new BsonInt32(1 + random.nextInt(20))));
      }
    }
    assertEquals(answers(PLAIN, pipeline), answers(NS, pipeline), told() + " " + pipeline);
  }

  /** Fields in the order of their names, for a time-series collection has an order of its own. */
  private List<TreeMap<String, BsonValue>> answers(Namespace namespace, BsonArray pipeline) {
    List<TreeMap<String, BsonValue>> answers = new ArrayList<>();
    AggregateRequest request =
        new AggregateRequest(namespace, pipeline, null, -1, null, null, true, false, null);
    try (Operation operation = begin();
        OpenCursor cursor = engine.reads().aggregate(operation, request)) {
      while (cursor.documents().advance()) {
        answers.add(new TreeMap<>(cursor.documents().current().toBson()));
      }
    }
    return answers;
  }

  private String told() {
    return "seed " + seed;
  }
}
