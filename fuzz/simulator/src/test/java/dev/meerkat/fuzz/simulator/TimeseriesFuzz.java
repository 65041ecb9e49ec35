package dev.meerkat.fuzz.simulator;

import dev.meerkat.fuzz.parsers.Campaign;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A time-series collection answers as a plain collection does that has had the same inserts,
 * deletes and updates, and its buckets say the truth.
 */
final class TimeseriesFuzz {
  private static final String SERIES = "t";
  private static final String PLAIN = "plain";
  private static final long BEGIN = 1_700_000_000_000L;
  private static final int ROUNDS = 15;
  private static final int QUERIES = 20;

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "xodus"})
  void itAnswersAsAPlainCollection(String backend, @TempDir Path folder) {
    Campaign.of(TimeseriesFuzz.class, 5).on(backend).run(random -> check(random, backend, folder));
  }

  private static void check(SplittableRandom random, String backend, Path folder) {
    Path root = folder.resolve(Long.toHexString(random.split().nextLong()));
    ReplayedSeeds seeds = new ReplayedSeeds(random.split());
    try (Disk disk = new Disk(backend, root, new FaultTrouble(), new ManualTicker(), seeds)) {
      new Twins(random, disk).run();
    }
  }

  /** Two collections with the same documents. */
  private static final class Twins {
    private final SplittableRandom random;
    private final Disk disk;
    private int nextId;

    Twins(SplittableRandom random, Disk disk) {
      this.random = random;
      this.disk = disk;
    }

    void run() {
      create();
      for (int round = 0; round < ROUNDS; round++) {
        insertSome();
        if (random.nextInt(3) == 0) {
          deleteSome();
        }
        if (random.nextInt(4) == 0) {
          updateSome();
        }
        if (disk.isDurable() && random.nextInt(5) == 0) {
          disk.restart();
        }
        for (int query = 0; query < QUERIES; query++) {
          compare();
        }
      }
      BsonDocument report = done(command("validate", SERIES));
      if (!report.getBoolean("valid").getValue()) {
        throw new AssertionError(report.toJson());
      }
    }

    private BsonDocument command(String name, String collection) {
      return new BsonDocument(name, new BsonString(collection));
    }

    private BsonDocument done(BsonDocument command) {
      BsonDocument reply = disk.node().run(command);
      if (reply.getNumber("ok").intValue() != 1 || reply.containsKey("writeErrors")) {
        throw new AssertionError(command + "\n" + reply);
      }
      return reply;
    }

    private void create() {
      String granularity = List.of("seconds", "minutes", "hours").get(random.nextInt(3));
      done(
          command("create", SERIES)
              .append(
                  "timeseries",
                  BsonDocument.parse("{timeField: 't', metaField: 'm'}")
                      .append("granularity", new BsonString(granularity))));
      if (random.nextInt(4) == 0) {
        done(command("dropIndexes", SERIES).append("index", new BsonString("*")));
      }
      if (random.nextBoolean()) {
        index("{key: {'m.a': 1, t: -1}, name: 'series'}");
      }
      if (random.nextBoolean()) {
        index("{key: {n: 1}, name: 'value'}");
      }
    }

    private void index(String spec) {
      done(
          command("createIndexes", SERIES)
              .append("indexes", new BsonArray(List.of(BsonDocument.parse(spec)))));
    }

    /** Does the same to both; answers how many documents were concerned. */
    private void both(String name, String field, BsonArray statements) {
      int first = -1;
      for (String collection : List.of(SERIES, PLAIN)) {
        BsonDocument command = command(name, collection).append(field, statements);
        int n = done(command).getNumber("n").intValue();
        if (first >= 0 && first != n) {
          throw new AssertionError(command + "\nof the one: " + first + ", of the other: " + n);
        }
        first = n;
      }
    }

    private void insertSome() {
      BsonArray documents = new BsonArray();
      int count = 1 + random.nextInt(30);
      for (int i = 0; i < count; i++) {
        documents.add(measurement());
      }
      both("insert", "documents", documents);
    }

    private void deleteSome() {
      BsonDocument delete = new BsonDocument("q", filter(1)).append("limit", new BsonInt32(0));
      both("delete", "deletes", new BsonArray(List.of(delete)));
    }

    private void updateSome() {
      BsonDocument update =
          new BsonDocument("q", new BsonDocument("m.a", new BsonDocument("$gte", number())))
              .append("u", new BsonDocument("$set", new BsonDocument("m.a", number())))
              .append("multi", BsonBoolean.TRUE);
      both("update", "updates", new BsonArray(List.of(update)));
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

    private void compare() {
      BsonArray pipeline = new BsonArray();
      pipeline.add(new BsonDocument("$match", filter(2)));
      switch (random.nextInt(4)) {
        case 0 -> pipeline.add(BsonDocument.parse("{$sort: {t: -1, _id: 1}}"));
        case 1 -> pipeline.add(BsonDocument.parse("{$sort: {'m.a': 1, _id: -1}}"));
        case 2 ->
            pipeline.addAll(
                List.of(
                    BsonDocument.parse(
                        "{$group: {_id: '$m.b', n: {$sum: 1}, first: {$min: '$t'}, sum: {$sum:"
                            + " '$n'}}}"),
                    BsonDocument.parse("{$sort: {_id: 1}}")));
        default -> {
          pipeline.add(BsonDocument.parse("{$sort: {_id: 1}}"));
          pipeline.add(new BsonDocument("$limit", new BsonInt32(1 + random.nextInt(20))));
        }
      }
      String found = answers(SERIES, pipeline);
      String wanted = answers(PLAIN, pipeline);
      if (!found.equals(wanted)) {
        throw new AssertionError(pipeline + "\nfound:\n" + found + "\nwanted:\n" + wanted);
      }
    }

    /** Fields in the order of their names, for a time-series collection has an order of its own. */
    private String answers(String collection, BsonArray pipeline) {
      BsonDocument reply =
          done(
              command("aggregate", collection)
                  .append("pipeline", pipeline)
                  .append("cursor", new BsonDocument("batchSize", new BsonInt32(100_000))));
      List<String> answers = new ArrayList<>();
      for (BsonValue document : reply.getDocument("cursor").getArray("firstBatch")) {
        answers.add(new TreeMap<>(document.asDocument()).toString());
      }
      return String.join("\n", answers);
    }
  }
}
