package dev.meerkat.fuzz.parsers;

import java.util.List;
import java.util.SplittableRandom;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Documents and valid filters that have much to do with each other: few names, few values, and
 * those the awkward ones, so that filters match about as often as not. Threads: confined to one
 * thread.
 */
public final class RandomMatches {
  private static final List<String> NAMES = List.of("a", "b", "c", "0", "1");
  private static final List<String> PATHS =
      List.of("a", "b", "a.b", "b.c", "a.0", "a.1", "a.0.b", "a.b.0", "a.0.0", "a.b.c", "a.0.1.b");
  private static final List<BsonValue> SCALARS =
      values(
          "0",
          "1",
          "2",
          "-1",
          "2147483647",
          "NumberLong(1)",
          "NumberLong('9007199254740993')",
          "NumberLong('9223372036854775807')",
          "0.0",
          "-0.0",
          "1.0",
          "1.5",
          "-7.5",
          "9007199254740992.0",
          "9223372036854775807.0",
          "NaN",
          "{$numberDouble: 'Infinity'}",
          "NumberDecimal('1.50')",
          "NumberDecimal('1E+3')",
          "NumberDecimal('-0')",
          "NumberDecimal('NaN')",
          "NumberDecimal('-Infinity')",
          "NumberDecimal('9223372036854775808')",
          "''",
          "'a'",
          "'A'",
          "'ab'",
          "'b'",
          "'á'",
          "'10'",
          "'9'",
          "{$symbol: 'a'}",
          "null",
          "true",
          "false",
          "{$date: 0}",
          "{$date: -1}",
          "{$timestamp: {t: 1, i: 2}}",
          "{$timestamp: {t: 4294967295, i: 2}}",
          "{$oid: '000000000000000000000001'}",
          "{$binary: {base64: 'BQ==', subType: '00'}}",
          "{$binary: {base64: 'AAE=', subType: '00'}}",
          "{$binary: {base64: 'BQ==', subType: '80'}}",
          "/a/",
          "/a/i",
          "/^b/",
          "{$code: 'a'}",
          "{$code: 'a', $scope: {a: 1}}",
          "{$minKey: 1}",
          "{$maxKey: 1}");
  private static final List<String> TYPES =
      List.of(
          "double",
          "string",
          "object",
          "array",
          "binData",
          "objectId",
          "bool",
          "date",
          "null",
          "regex",
          "javascript",
          "symbol",
          "javascriptWithScope",
          "int",
          "timestamp",
          "long",
          "decimal",
          "minKey",
          "maxKey",
          "number");
  private static final List<BsonValue> DIVISORS =
      values("1", "2", "3", "-2", "NumberLong(2)", "2.9", "NumberDecimal('3')");
  private static final List<BsonValue> MASKS =
      values(
          "0",
          "1",
          "5",
          "[0]",
          "[0, 2]",
          "[63]",
          "[200]",
          "[]",
          "{$binary: {base64: 'BQ==', subType: '00'}}",
          "NumberDecimal('4')");

  private final SplittableRandom random;

  public RandomMatches(SplittableRandom random) {
    this.random = random;
  }

  /** Values written as in a document of the shell. */
  static List<BsonValue> values(String... texts) {
    return List.of(texts).stream()
        .map(text -> BsonDocument.parse("{v: " + text + "}").get("v"))
        .toList();
  }

  /** A document of a few fields. */
  public BsonDocument document() {
    return document(2);
  }

  /** A valid filter. */
  public BsonDocument filter() {
    return filter(2);
  }

  /** A valid filter of one path. */
  public BsonDocument filter(String path) {
    return single(path, condition(2));
  }

  private BsonDocument document(int depth) {
    BsonDocument document = new BsonDocument();
    int fields = 1 + random.nextInt(2);
    for (int i = 0; i < fields; i++) {
      String name = pick(depth == 2 ? List.of("a", "a", "b") : NAMES);
      document.put(name, value(depth));
    }
    return document;
  }

  /** A value: a scalar, or where depth is left a document or an array. */
  public BsonValue value(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(5)) {
      case 0, 1 -> pick(SCALARS);
      case 2 -> document(depth - 1);
      default -> array(depth - 1);
    };
  }

  private BsonArray array(int depth) {
    BsonArray array = new BsonArray();
    int elements = random.nextInt(4);
    for (int i = 0; i < elements; i++) {
      array.add(value(depth));
    }
    return array;
  }

  private BsonDocument filter(int depth) {
    BsonDocument filter = new BsonDocument();
    int fields = random.nextInt(4) == 0 ? 2 : 1;
    for (int i = 0; i < fields; i++) {
      switch (random.nextInt(depth > 0 ? 12 : 9)) {
        case 9 -> filter.put(pick(List.of("$and", "$or", "$nor")), filters(depth - 1));
        case 10 -> filter.put("$expr", expression());
        case 11 ->
            filter.put(pick(List.of("$alwaysTrue", "$alwaysFalse", "$comment")), new BsonInt32(1));
        default -> filter.put(pick(PATHS), condition(depth));
      }
    }
    return filter;
  }

  private BsonArray filters(int depth) {
    BsonArray filters = new BsonArray();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      BsonDocument filter = filter(depth);
      filter.remove("$expr");
      filters.add(filter);
    }
    return filters;
  }

  private BsonDocument expression() {
    String name = pick(List.of("$eq", "$ne", "$lt", "$lte", "$gt", "$gte"));
    return new BsonDocument(
        name,
        new BsonArray(
            List.of(
                new BsonString(pick(List.of("$a", "$b"))),
                new BsonDocument("$literal", value(1)))));
  }

  private BsonValue condition(int depth) {
    if (random.nextInt(5) == 0) {
      return value(1);
    }
    BsonDocument operators = operator(depth);
    if (random.nextInt(4) == 0) {
      operators.putAll(operator(depth));
    }
    return operators;
  }

  private BsonDocument operator(int depth) {
    return switch (random.nextInt(depth > 0 ? 20 : 17)) {
      case 0 -> single("$eq", value(1));
      case 1, 2 -> single(pick(List.of("$lt", "$lte")), comparable(1));
      case 3, 4 -> single(pick(List.of("$gt", "$gte")), comparable(1));
      case 5 -> single("$ne", comparable(1));
      case 6 -> single("$in", list());
      case 7 -> single("$nin", list());
      case 8 -> single("$exists", pick(values("true", "false", "1", "0.0")));
      case 9 -> single("$size", new BsonInt32(random.nextInt(4)));
      case 10, 11 -> single("$type", random.nextBoolean() ? type() : types());
      case 12 ->
          single("$mod", new BsonArray(List.of(pick(DIVISORS), new BsonInt32(random.nextInt(2)))));
      case 13 ->
          single(
              pick(List.of("$bitsAllSet", "$bitsAllClear", "$bitsAnySet", "$bitsAnyClear")),
              pick(MASKS));
      case 14, 15 -> regex();
      case 16 -> single("$all", random.nextBoolean() ? list() : new BsonArray());
      case 17 ->
          single(
              "$not", random.nextInt(4) == 0 ? pick(values("/a/", "/^b/i")) : operator(depth - 1));
      case 18 -> single("$elemMatch", operator(depth - 1));
      default -> single("$elemMatch", plainFilter(depth - 1));
    };
  }

  /** A filter on the fields of an element. */
  private BsonDocument plainFilter(int depth) {
    return single(pick(List.of("a", "b", "0", "b.c")), condition(depth));
  }

  private BsonDocument regex() {
    BsonDocument regex = single("$regex", pick(values("'a'", "'^b'", "/a/", "'^A$'")));
    if (random.nextInt(3) == 0) {
      regex.append("$options", new BsonString(random.nextBoolean() ? "i" : ""));
    }
    return regex;
  }

  private BsonValue type() {
    int number = random.nextInt(21);
    return switch (number) {
      case 0 -> new BsonInt32(-1);
      case 20 -> new BsonInt32(127);
      default -> random.nextBoolean() ? new BsonString(pick(TYPES)) : new BsonInt32(number);
    };
  }

  private BsonArray types() {
    return new BsonArray(List.of(type(), type()));
  }

  private BsonArray list() {
    BsonArray list = new BsonArray();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      list.add(value(1));
    }
    return list;
  }

  private BsonValue comparable(int depth) {
    BsonValue value = value(depth);
    return value.isRegularExpression() ? new BsonInt32(1) : value;
  }

  private static BsonDocument single(String name, BsonValue value) {
    return new BsonDocument(name, value);
  }

  /** One of a list. */
  public <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
