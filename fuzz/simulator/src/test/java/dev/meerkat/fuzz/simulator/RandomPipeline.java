package dev.meerkat.fuzz.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/**
 * Makes pipelines whose answer does not depend on how they are run: a stage that looks at the order
 * of its input comes behind a sort that leaves no ties. Threads: confined to one thread.
 */
final class RandomPipeline {
  private static final List<String> NUMBERS = List.of("a", "b", "n.x");

  private final SplittableRandom random;
  private final RandomFilter filters;
  private final RandomLookup lookups;
  private final BsonArray stages = new BsonArray();

  /** Whether {@code _id} is there and tells documents apart. */
  private boolean isUnique = true;

  /** Whether documents come in an order without ties. */
  private boolean isOrdered;

  /** Whether documents still look as they were stored, more or less. */
  private boolean isPlain = true;

  RandomPipeline(SplittableRandom random) {
    this.random = random;
    this.filters = new RandomFilter(random);
    this.lookups = new RandomLookup(random, filters);
  }

  BsonArray make() {
    int count = 1 + random.nextInt(6);
    switch (random.nextInt(7)) {
      case 0 -> firsts();
      case 1 -> renamed();
      case 2 -> renamedByGroup();
      case 3 -> replaced();
      default -> {}
    }
    for (int i = 0; i < count; i++) {
      if (isPlain) {
        plainStage();
      } else {
        laterStage();
      }
    }
    return stages;
  }

  private void plainStage() {
    switch (random.nextInt(19)) {
      case 0, 1, 2 -> add("{$match: " + filters.any(2) + "}");
      case 3 -> {
        add("{$sort: {" + sorted() + "}}");
        isOrdered = isUnique;
      }
      case 4, 5 -> cut();
      case 6 -> add("{$project: {a: 1, b: 1, 'n.x': 1, tags: 1, c: {$cmp: ['$_id', 1]}}}");
      case 7 -> add("{$project: {" + pick("n", "tags", "text", "'n.y'", "zz") + ": 0}}");
      case 8 ->
          add(
              "{$addFields: {"
                  + pick(
                      "a: '$b'",
                      "b: {$sum: ['$a', 1]}",
                      "'n.x': '$a'",
                      "z: {$size: {$ifNull:" + " ['$list', []]}}",
                      "n: {x: '$b', y: '$$ROOT.a'}")
                  + "}}");
      case 9 -> add("{$unset: " + pick("'text'", "'n.y'", "['a', 'tags']") + "}");
      case 10 -> {
        add(
            "{$unwind: "
                + pick(
                    "'$tags'",
                    "{path: '$tags', includeArrayIndex: 'at'}",
                    "{path: '$tags', preserveNullAndEmptyArrays: true}")
                + "}");
        isUnique = false;
        isOrdered = false;
      }
      case 11 -> lookup();
      case 12 -> group();
      case 13 -> window();
      case 14 ->
          add(
              "{$redact: {$cond: ["
                  + pick("{$gt: ['$a', 2]}", "{$not: ['$b']}")
                  + ", '$$PRUNE', '$$KEEP']}}");
      case 15 -> bucket();
      case 16, 17 -> renamed();
      default -> last();
    }
  }

  /** A stage that gives fields other names, and filters of those. */
  private void renamed() {
    String from =
        pick("a", "b", "n", "n.x", "m", "m", "m.x", "tags", "_id", "$ROOT.m", "$CURRENT.tags");
    String to = pick("z", "a", "n", "_id", "tags");
    switch (random.nextInt(3)) {
      case 0 -> add("{$addFields: {" + to + ": '$" + from + "'}}");
      case 1 -> add("{$set: {" + to + ": '$" + from + "', y: '$" + pick("a", "n") + "'}}");
      default -> {
        String id = to.equals("_id") ? "" : pick("_id: 1, ", "_id: 0, ", "");
        add("{$project: {" + id + to + ": '$" + from + "', y: '$a', b: 1}}");
        isUnique &= !id.contains("0");
        isPlain = false;
      }
    }
    if (to.equals("_id")) {
      isUnique = false;
    }
    isOrdered &= isUnique;
    for (int count = random.nextInt(3); count >= 0; count--) {
      add("{$match: " + filters.onPath(pick(to, to, "y"), 1) + "}");
    }
  }

  private void lookup() {
    String as = pick("j", "n.j", "a");
    add(lookups.stage(as));
    if (random.nextInt(2) == 0) {
      add("{$unwind: '$" + as + "'}");
      isUnique = false;
      isOrdered = false;
      if (random.nextInt(2) == 0) {
        add("{$match: {'" + as + "." + pick("u", "k", "_id") + "': " + filters.comparison() + "}}");
      }
    }
  }

  private void group() {
    String key =
        pick(
            "'$a'",
            "'$b'",
            "'$n'",
            "'$tags'",
            "{a: '$a', x: '$n.x'}",
            "{x: '$b'}",
            "null",
            "{$mod: ['$_id', 7]}");
    List<String> outputs = new ArrayList<>(List.of("n: {$sum: 1}"));
    outputs.add("s: {$sum: '$" + pick(NUMBERS) + "'}");
    outputs.add("m: {" + pick("$max", "$min") + ": '$" + pick(RandomFilter.FIELDS) + "'}");
    if (isUnique) {
      outputs.add("t: {$top: {sortBy: {" + pick("a", "b") + ": -1, _id: 1}, output: '$_id'}}");
    }
    if (isOrdered) {
      outputs.add("f: {" + pick("$first", "$last") + ": '$" + pick(RandomFilter.FIELDS) + "'}");
      outputs.add("p: {$push: '$_id'}");
    }
    add("{$group: {_id: " + key + ", " + String.join(", ", outputs) + "}}");
    if (random.nextBoolean()) {
      groupFilter(key);
    }
    isPlain = false;
    // Arrays may sort alike though they differ.
    isUnique = !key.contains("tags");
    isOrdered = false;
  }

  /** Documents that stand in a field, of which a filter wants some; it may meet what is none. */
  private void replaced() {
    String root = pick("n", "n", "m", "o", "m.x");
    if (root.equals("o")) {
      add("{$addFields: {o: {x: '$a', y: '$m', b: '$b', _id: '$_id'}}}");
    } else if (random.nextInt(3) > 0) {
      add("{$match: {'" + root + "': {$type: 'object', $not: {$type: 'array'}}}}");
    }
    add(pick("{$replaceWith: '$" + root + "'}", "{$replaceRoot: {newRoot: '$" + root + "'}}"));
    isPlain = false;
    isUnique = root.equals("o");
    isOrdered = false;
    for (int count = random.nextInt(3); count >= 0; count--) {
      add("{$match: " + filters.onPath(pick("x", "y", "b"), 1) + "}");
    }
  }

  /** Groups of which a filter wants some, as their keys say. */
  private void renamedByGroup() {
    String key =
        pick("'$a'", "'$m'", "'$m.x'", "{a: '$m', x: '$a'}", "{x: '$a'}", "{x: '$m'}", "'$tags'");
    add("{$group: {_id: " + key + ", n: {$sum: 1}}}");
    groupFilter(key);
    isPlain = false;
    isUnique = false;
    isOrdered = false;
  }

  /** A filter of the key, as it stands or behind a projection. */
  private void groupFilter(String key) {
    String path = key.startsWith("{a") ? pick("_id.a", "_id.x", "_id") : pick("_id", "_id.x");
    if (random.nextInt(3) == 0) {
      add("{$addFields: {z: '$" + path + "'}}");
      path = "z";
    }
    add("{$match: " + filters.onPath(path, 1).replace(" b: ", " n: ") + "}");
  }

  /** Groups of which one document each is enough, where an index has it. */
  private void firsts() {
    if (random.nextBoolean()) {
      add("{$match: " + filters.any(1) + "}");
    }
    String path = pick("a", "b", "n.x", "tags");
    String sort =
        pick(
            "'" + path + "': 1, _id: 1",
            "'" + path + "': 1, _id: -1",
            "'" + path + "': -1, _id: -1");
    String outputs =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 ->
              ", f: {$top: {sortBy: {"
                  + sort
                  + "}, output: '$"
                  + pick(RandomFilter.FIELDS)
                  + "'}}, g: {$top:"
                  + " {sortBy: {"
                  + sort
                  + "}, output: '$_id'}}";
          case 2 ->
              ", f: {$bottom: {sortBy: {"
                  + sort
                  + "}, output: '$"
                  + pick(RandomFilter.FIELDS)
                  + "'}}";
          default -> {
            add("{$sort: {" + sort + "}}");
            String name = pick("$first", "$last");
            yield ", f: {"
                + name
                + ": '$"
                + pick(RandomFilter.FIELDS)
                + "'}, g: {"
                + name
                + ": '$$ROOT'}";
          }
        };
    add("{$group: {_id: '$" + path + "'" + outputs + "}}");
    isPlain = false;
    isUnique = !path.equals("tags");
    isOrdered = false;
  }

  private void window() {
    if (!isUnique) {
      return;
    }
    add(
        "{$setWindowFields: {partitionBy: "
            + pick("null", "'$b'", "'$n.x'")
            + ", sortBy: {"
            + pick("a: 1, _id: 1", "_id: -1", "b: -1, _id: 1")
            + "}, output: {w: {$sum: '$b', window: {documents: [-2, 3]}}, o: {$documentNumber: {}},"
            + " h: {$shift: {output: '$_id', by: "
            + (random.nextInt(9) - 4)
            + "}}, l: {$last:"
            + " '$a'}}}}");
    isOrdered = false;
  }

  private void bucket() {
    if (!isUnique) {
      return;
    }
    add(
        "{$bucketAuto: {groupBy: '$_id', buckets: "
            + (1 + random.nextInt(5))
            + ", output: {n: {$sum: 1}, all: {$push: '$_id'}, m: {$max: '$b'}}}}");
    isPlain = false;
    isUnique = false;
  }

  /** Stages that end what can be said of fields. */
  private void last() {
    switch (random.nextInt(6)) {
      case 4 -> {
        add("{$unionWith: {coll: 'd', pipeline: [" + lookups.foreignStages() + "]}}");
        for (int count = random.nextInt(3); count > 0; count--) {
          add("{$match: " + pick(filters.any(1), "{u: " + filters.comparison() + "}") + "}");
        }
      }
      case 5 ->
          add(
              "{$facet: {x: [{$addFields: {c: 1}}, {$unwind: '$tags'}, {$match: "
                  + filters.any(1)
                  + "}, {$count: 'n'}], y: [{$sort: {_id: 1}}, {$match: {_id: {$gt: 3}}}, {$count:"
                  + " 'n'}]}}");
      case 0 ->
          add(
              "{$facet: {x: [{$match: "
                  + filters.any(1)
                  + "}, {$count: 'n'}], y: [{$group: {_id: '$a', n: {$sum: 1}}}, {$group: {_id:"
                  + " '$n', k: {$sum: 1}}}, {$sort: {_id: 1}}], z: [{$sort: {"
                  + sorted()
                  + "}}, {$limit: 1}, {$count: 'n'}]}}");
      case 1 -> add("{$sortByCount: '$" + pick("a", "tags") + "'}");
      case 2 -> add("{$count: 'n'}");
      default ->
          add(
              "{$graphLookup: {from: 'd', startWith: '$a', connectFromField: 'u', connectToField:"
                  + " 'k', as: 'g', maxDepth: 3, depthField: 'deep'}}");
    }
    isPlain = false;
    isOrdered = false;
    isUnique = false;
  }

  private void laterStage() {
    switch (random.nextInt(4)) {
      case 0 -> add("{$match: {" + pick("n", "s", "_id") + ": " + filters.comparison() + "}}");
      case 1 -> add("{$addFields: {q: " + pick("'$n'", "{$add: [1, 2]}", "'$_id'") + "}}");
      case 2 -> add("{$project: {" + pick("n: 1", "s: 0", "m: '$n'") + "}}");
      default -> {
        if (isUnique) {
          add("{$sort: {" + pick("n: 1, _id: 1", "_id: -1") + "}}");
          isOrdered = true;
          cut();
        }
      }
    }
  }

  private void cut() {
    if (isOrdered) {
      add(
          random.nextInt(3) == 0
              ? "{$skip: " + random.nextInt(9) + "}"
              : "{$limit: " + (1 + random.nextInt(30)) + "}");
    }
  }

  private String sorted() {
    String direction = random.nextBoolean() ? ": 1" : ": -1";
    String path = pick("a", "b", "n.x", "tags");
    return (random.nextBoolean() ? "'" + path + "'" + direction + ", " : "")
        + "_id"
        + (random.nextBoolean() ? ": 1" : ": -1");
  }

  private void add(String stage) {
    stages.add(BsonDocument.parse(stage));
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
