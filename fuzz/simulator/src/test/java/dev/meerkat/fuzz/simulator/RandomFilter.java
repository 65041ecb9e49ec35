package dev.meerkat.fuzz.simulator;

import java.util.List;
import java.util.SplittableRandom;

/** Makes filters and what stands in them. Threads: confined to one thread. */
final class RandomFilter {
  static final List<String> FIELDS = List.of("_id", "a", "b", "n.x", "n.y", "tags");

  private final SplittableRandom random;

  RandomFilter(SplittableRandom random) {
    this.random = random;
  }

  /** A filter of a field, of what is in it, or of several such conditions. */
  String onPath(String field, int depth) {
    if (depth > 0 && random.nextInt(4) == 0) {
      return "{"
          + pick("$or", "$and", "$nor")
          + ": ["
          + onPath(field, depth - 1)
          + ", "
          + pick(any(0), onPath(field, depth - 1))
          + "]}";
    }
    String path = field + pick("", "", "", ".x", ".y", ".0");
    return switch (random.nextInt(6)) {
      case 0 -> "{$expr: " + expression(path, constant()) + "}";
      case 1 -> "{'" + path + "': " + condition() + ", b: " + comparison() + "}";
      case 2 -> "{'" + path + "': {$not: " + operators() + "}}";
      default -> "{'" + path + "': " + condition() + "}";
    };
  }

  /** What may be asked of a value, arrays and missing ones too. */
  private String condition() {
    return random.nextInt(3) == 0 ? comparison() : operators();
  }

  private String operators() {
    int value = random.nextInt(6);
    if (random.nextInt(4) == 0) {
      return "{$exists: " + random.nextBoolean() + "}";
    }
    return pick(
        "{$size: " + random.nextInt(3) + "}",
        "{$type: " + pick("'array'", "'int'", "['null', 'object']") + "}",
        "{$elemMatch: {$gte: " + value + ", $not: {$gt: 4}}}",
        "{$elemMatch: {x: " + value + "}}",
        "{$all: [" + value + ", 3]}",
        "{$mod: [2, 1]}",
        "{$gt: " + value + ", $lte: 6}",
        "{$nin: [null, " + value + "]}",
        "{$bitsAnySet: [0, 1]}");
  }

  /** A filter of documents as they are stored. */
  String any(int depth) {
    if (depth > 0 && random.nextInt(4) == 0) {
      return "{"
          + pick("$or", "$and", "$nor")
          + ": ["
          + any(depth - 1)
          + ", "
          + any(depth - 1)
          + "]}";
    }
    return switch (random.nextInt(8)) {
      case 6, 7 -> "{$expr: " + expression(pick(FIELDS), constant()) + "}";
      case 0 -> "{tags: " + comparison() + "}";
      case 1 -> "{a: " + comparison() + ", b: " + comparison() + "}";
      case 2 -> "{$expr: {$gt: ['$a', '$b']}}";
      case 3 -> "{'n.x': {$exists: " + random.nextBoolean() + "}}";
      default -> "{'" + pick(FIELDS) + "': " + comparison() + "}";
    };
  }

  /** A comparison of a path with a value, alone or beside another. */
  String expression(String path, String value) {
    String compared =
        "{"
            + pick("$eq", "$gt", "$gte", "$lt", "$lte", "$ne")
            + ": "
            + pick(
                "['$" + path + "', " + value + "]",
                "[" + value + ", '$" + path + "']",
                "['$" + path + "', " + constant() + "]")
            + "}";
    return switch (random.nextInt(5)) {
      case 0 -> "{$and: [" + compared + ", {$gt: ['$_id', " + random.nextInt(9) + "]}]}";
      case 1 -> "{$or: [" + compared + ", {$eq: ['$_id', " + random.nextInt(9) + "]}]}";
      case 2 -> "{$in: ['$" + path + "', [" + random.nextInt(8) + ", " + random.nextInt(8) + "]]}";
      default -> compared;
    };
  }

  String constant() {
    return pick("null", "'x'", "{$literal: {}}", "{$add: [1, 2]}", "[3]", "" + random.nextInt(8));
  }

  String comparison() {
    int value = random.nextInt(8);
    return switch (random.nextInt(6)) {
      case 0 -> Integer.toString(value);
      case 1 -> "null";
      case 2 -> "{$ne: " + value + "}";
      case 3 -> "{$in: [" + value + ", 2, null]}";
      case 4 -> "{$gte: " + value + "}";
      default -> "{$lt: " + value + "}";
    };
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
