package dev.meerkat.fuzz.simulator;

import dev.meerkat.fuzz.parsers.Campaign;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A pipeline answers the same however it is run: as it is written or optimized, with indexes or
 * without, in memory or spilled.
 */
final class PipelineFuzz {
  private static final int DOCUMENTS = 60;
  private static final int PIPELINES = 30;
  private static final List<String> INDEXES =
      List.of(
          "{a: 1}",
          "{b: -1, a: 1}",
          "{b: 1, _id: -1}",
          "{'n.x': 1}",
          "{'n.x': -1, _id: -1}",
          "{tags: 1}",
          "{tags: 1, _id: 1}",
          "{a: 1, _id: 1}",
          "{a: 1, tags: 1}",
          "{m: 1}",
          "{'m.x': 1}");

  /** What one stage may hold, with room for what window functions keep. */
  private static final Map<String, Integer> LIMITS =
      Map.of(
          "internalQueryMaxBlockingSortMemoryUsageBytes", 2_000,
          "internalDocumentSourceGroupMaxMemoryBytes", 1_500,
          "internalDocumentSourceBucketAutoMaxMemoryBytes", 2_000,
          "internalDocumentSourceGraphLookupMaxMemoryBytes", 800,
          "internalQuerySlotBasedExecutionHashLookupApproxMemoryUseInBytesBeforeSpill", 500,
          "internalQueryFacetBufferSizeBytes", 2_000,
          "internalDocumentSourceSetWindowFieldsMaxMemoryBytes", 1_500);

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "xodus"})
  void anyWayToRunAPipelineAnswersTheSame(String backend, @TempDir Path folder) {
    Campaign.of(PipelineFuzz.class, 12).on(backend).run(random -> check(random, backend, folder));
  }

  private static void check(SplittableRandom random, String backend, Path folder) {
    Path root = folder.resolve(Long.toHexString(random.split().nextLong()));
    ReplayedSeeds seeds = new ReplayedSeeds(random.split());
    try (Disk disk = new Disk(backend, root, new FaultTrouble(), new ManualTicker(), seeds)) {
      Node node = disk.node();
      fill(node, random);
      List<BsonArray> pipelines = new ArrayList<>();
      List<BsonValue> plain = new ArrayList<>();
      optimize(node, false);
      for (int i = 0; i < PIPELINES; i++) {
        BsonArray pipeline = new RandomPipeline(random.split()).make();
        pipelines.add(pipeline);
        plain.add(answer(node, pipeline));
      }
      optimize(node, true);
      same(node, pipelines, plain, "optimized");
      for (Map.Entry<String, Integer> limit : LIMITS.entrySet()) {
        done(
            node,
            "admin",
            new BsonDocument("setParameter", Checks.ONE)
                .append(limit.getKey(), new BsonInt32(limit.getValue())));
      }
      same(node, pipelines, plain, "spilled");
      index(node, random);
      same(node, pipelines, plain, "spilled, with indexes");
    }
  }

  private static void optimize(Node node, boolean wanted) {
    done(
        node,
        "admin",
        BsonDocument.parse(
            "{configureFailPoint: 'disablePipelineOptimization', mode: '"
                + (wanted ? "off" : "alwaysOn")
                + "'}"));
  }

  private static void same(
      Node node, List<BsonArray> pipelines, List<BsonValue> expected, String how) {
    for (int i = 0; i < pipelines.size(); i++) {
      BsonValue found = answer(node, pipelines.get(i));
      BsonValue wanted = expected.get(i);
      if (!found.equals(wanted)) {
        throw new AssertionError(
            how + ": " + pipelines.get(i) + "\nfound:\n" + found + "\nwanted:\n" + wanted);
      }
    }
  }

  /** The documents that a pipeline answers, in an order of their own; or its error's code. */
  private static BsonValue answer(Node node, BsonArray pipeline) {
    BsonDocument reply =
        node.run(
            new BsonDocument("aggregate", new BsonString("c"))
                .append("pipeline", pipeline)
                .append("cursor", new BsonDocument("batchSize", new BsonInt32(100_000))));
    if (reply.getNumber("ok").intValue() != 1) {
      return reply.getInt32("code");
    }
    List<String> documents = new ArrayList<>();
    for (BsonValue document : reply.getDocument("cursor").getArray("firstBatch")) {
      documents.add(settled(document, false).toString());
    }
    documents.sort(null);
    return new BsonString(String.join("\n", documents));
  }

  /** A value in which what was looked up has an order of its own. */
  private static BsonValue settled(BsonValue value, boolean isSet) {
    return switch (value) {
      case BsonDocument document -> {
        BsonDocument settled = new BsonDocument();
        document.forEach(
            (name, field) ->
                settled.append(name, settled(field, name.equals("j") || name.equals("g"))));
        yield settled;
      }
      case BsonArray array -> {
        List<BsonValue> elements = new ArrayList<>();
        array.forEach(element -> elements.add(settled(element, false)));
        if (isSet) {
          elements.sort((a, b) -> a.toString().compareTo(b.toString()));
        }
        yield new BsonArray(elements);
      }
      default -> value;
    };
  }

  private static void fill(Node node, SplittableRandom random) {
    BsonArray documents = new BsonArray();
    for (int i = 0; i < DOCUMENTS; i++) {
      BsonDocument document = new BsonDocument("_id", new BsonInt32(i));
      put(document, "a", random);
      put(document, "b", random);
      if (random.nextInt(4) > 0) {
        BsonDocument nested = new BsonDocument();
        put(nested, "x", random);
        put(nested, "y", random);
        document.append("n", nested);
      }
      putNested(document, random);
      BsonArray tags = new BsonArray();
      for (int tag = random.nextInt(4); tag > 0; tag--) {
        tags.add(new BsonInt32(random.nextInt(6)));
      }
      document.append("tags", random.nextInt(5) == 0 ? new BsonInt32(3) : tags);
      document.append("text", new BsonString("x".repeat(random.nextInt(90))));
      documents.add(document);
    }
    insert(node, "c", documents);
    BsonArray foreign = new BsonArray();
    for (int i = 0; i < 15; i++) {
      BsonDocument document = new BsonDocument("_id", new BsonInt32(i));
      put(document, "k", random);
      foreign.add(document.append("u", new BsonInt32(random.nextInt(6))));
    }
    insert(node, "d", foreign);
  }

  /** A value that has fields, or elements that have fields, or neither. */
  private static void putNested(BsonDocument document, SplittableRandom random) {
    BsonArray values = new BsonArray();
    for (int count = random.nextInt(3); count >= 0; count--) {
      BsonDocument nested = new BsonDocument();
      put(nested, "x", random);
      values.add(random.nextInt(5) == 0 ? new BsonInt32(random.nextInt(4)) : nested);
    }
    switch (random.nextInt(6)) {
      case 0 -> {}
      case 1 -> document.append("m", BsonNull.VALUE);
      case 2 -> document.append("m", new BsonArray());
      case 3 -> document.append("m", values.getFirst());
      default -> document.append("m", values);
    }
  }

  private static void put(BsonDocument document, String name, SplittableRandom random) {
    switch (random.nextInt(10)) {
      case 0 -> {}
      case 1 -> document.append(name, BsonNull.VALUE);
      default -> document.append(name, new BsonInt32(random.nextInt(8)));
    }
  }

  private static void insert(Node node, String collection, BsonArray documents) {
    done(
        node,
        Node.DATABASE,
        new BsonDocument("insert", new BsonString(collection)).append("documents", documents));
  }

  private static void index(Node node, SplittableRandom random) {
    for (String key : INDEXES) {
      if (random.nextBoolean()) {
        done(
            node,
            Node.DATABASE,
            BsonDocument.parse(
                "{createIndexes: 'c', indexes: [{key: " + key + ", name: \"" + key + "\"}]}"));
      }
    }
    if (random.nextBoolean()) {
      done(
          node,
          Node.DATABASE,
          BsonDocument.parse("{createIndexes: 'd', indexes: [{key: {k: 1}, name: 'k'}]}"));
    }
  }

  private static void done(Node node, String database, BsonDocument command) {
    BsonDocument reply = node.run(database, command);
    Checks.require(
        reply.getNumber("ok").intValue() == 1 && !reply.containsKey("writeErrors"),
        command.toJson() + ": " + reply.toJson());
  }
}
