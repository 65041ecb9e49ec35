package dev.meerkat.aggregation;

import static dev.meerkat.aggregation.Pipelines.array;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.values.BsonOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/** What is spilled comes out as if it had stayed in memory. */
final class SpillProperties {
  private static final List<String> SORTS =
      List.of(
          "[{$sort: {a: 1}}]",
          "[{$sort: {a: -1, b: 1}}]",
          "[{$sort: {'a': 1, _id: -1}}, {$skip: 3}]",
          "[{$sort: {b: 1}}, {$limit: 40}]",
          "[{$sort: {b: 1}}, {$setWindowFields: {sortBy: {b: 1}, output: {n: {$documentNumber:"
              + " {}}}}}]");
  private static final List<String> GROUPS =
      List.of(
          "[{$group: {_id: '$a', n: {$sum: 1}, all: {$push: '$_id'}}}]",
          "[{$group: {_id: {a: '$a', b: '$b'}, first: {$first: '$_id'}, last: {$last: '$_id'}}}]",
          "[{$group: {_id: '$b', set: {$addToSet: '$a'}, avg: {$avg: '$_id'}, max: {$max: '$b'}}}]",
          "[{$group: {_id: null, all: {$push: '$a'}}}]",
          "[{$sort: {_id: -1}}, {$group: {_id: '$a', all: {$push: '$$ROOT'}}}]");

  private static final List<String> OTHERS =
      List.of(
          "[{$bucketAuto: {groupBy: '$b', buckets: 7, output: {n: {$sum: 1}, all: {$push:"
              + " '$_id'}}}}]",
          "[{$bucketAuto: {groupBy: {$add: ['$b', 1]}, buckets: 3, granularity: 'R5'}}]",
          "[{$setWindowFields: {partitionBy: '$b', sortBy: {_id: -1}, output: {s: {$sum: '$_id',"
              + " window: {documents: [-3, 2]}}, r: {$rank: {}}, l: {$shift: {output: '$text', by:"
              + " -40}}}}}]",
          "[{$setWindowFields: {sortBy: {b: 1}, output: {s: {$sum: '$_id', window: {range: [-2,"
              + " 2]}}, f: {$first: '$text'}, e: {$last: '$a'}, m: {$max: '$b', window: {documents:"
              + " [-9, 'current']}}}}}]",
          "[{$setWindowFields: {output: {all: {$count: {}}, last: {$last: '$text'}, ends: {$topN:"
              + " {n: 3, sortBy: {b: -1, _id: 1}, output: '$_id'}}}}}]",
          "[{$facet: {x: [{$sort: {b: 1, _id: 1}}, {$limit: 5}], y: [{$group: {_id: null, n: {$sum:"
              + " '$b'}}}], z: [{$skip: 20}, {$limit: 30}, {$project: {b: 1}}]}}]");

  @Property(tries = 60)
  void otherStagesAreTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    BsonArray input = documents(random);
    for (String pipeline : OTHERS) {
      int begun = checkSame(pipeline, input, 30_000 + random.nextInt(30_000), results -> results);
      assertTrue(begun > 0, pipeline);
    }
  }

  @Property(tries = 60)
  void aSortIsTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    BsonArray input = documents(random);
    for (String pipeline : SORTS) {
      checkSame(pipeline, input, 1_000 + random.nextInt(20_000), results -> results);
    }
  }

  @Property(tries = 60)
  void groupsAreTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    BsonArray input = documents(random);
    for (String pipeline : GROUPS) {
      checkSame(pipeline, input, 1_000 + random.nextInt(20_000), SpillProperties::ordered);
    }
  }

  /** Runs a pipeline with and without a limit; answers how many runs were begun with it. */
  private static int checkSame(
      String pipeline, BsonArray input, long limitBytes, UnaryOperator<BsonArray> order) {
    MemorySpills spills = new MemorySpills(limitBytes);
    assertEquals(
        order.apply(Pipelines.run(array(pipeline), input)),
        order.apply(Pipelines.run(Pipelines.parse(array(pipeline)), input, spills)),
        pipeline);
    assertEquals(0, spills.open(), pipeline);
    return spills.begun();
  }

  @Property(tries = 1)
  void aSmallMemorySpills() {
    BsonArray input = documents(new Random(7));
    MemorySpills spills = new MemorySpills(200);
    Pipelines.run(Pipelines.parse(array(SORTS.getFirst())), input, spills);
    // More runs than may be open at once have been merged.
    assertTrue(spills.begun() > 64, "runs: " + spills.begun());
    int sorted = spills.begun();
    Pipelines.run(Pipelines.parse(array(GROUPS.getFirst())), input, spills);
    assertTrue(spills.begun() > sorted);
  }

  private static BsonArray ordered(BsonArray groups) {
    List<BsonValue> sorted = new ArrayList<>(groups);
    sorted.sort(BsonOrder.SIMPLE::compare);
    return new BsonArray(sorted);
  }

  private static BsonArray documents(Random random) {
    BsonArray documents = new BsonArray();
    int count = 200 + random.nextInt(300);
    int keys = 1 + random.nextInt(60);
    for (int i = 0; i < count; i++) {
      documents.add(
          new BsonDocument("_id", new BsonInt32(i))
              .append("a", value(random, keys))
              // Not both can be arrays where both are sorted by.
              .append("b", new BsonInt32(random.nextInt(keys)))
              .append("text", new BsonString("x".repeat(random.nextInt(1_000)))));
    }
    return documents;
  }

  private static BsonValue value(Random random, int keys) {
    return switch (random.nextInt(8)) {
      case 0 -> BsonNull.VALUE;
      case 1 -> new BsonString("k" + random.nextInt(keys));
      case 2 -> new BsonArray(List.of(new BsonInt32(random.nextInt(keys))));
      case 3 -> new BsonInt64(random.nextInt(keys));
      default -> new BsonInt32(random.nextInt(keys));
    };
  }
}
