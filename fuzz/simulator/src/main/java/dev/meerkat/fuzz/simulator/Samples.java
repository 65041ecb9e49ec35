package dev.meerkat.fuzz.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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

/** Random documents, filters, updates and indexes of the simulation. Threads: confined. */
final class Samples {
  static final int IDS = 50;

  /** Indexes by name. */
  static final List<BsonDocument> INDEXES =
      List.of(
          index("{key: {a: 1}, name: 'a_1'}"),
          index("{key: {b: -1}, name: 'b_-1'}"),
          index("{key: {a: 1, b: -1}, name: 'a_1_b_-1'}"),
          index("{key: {l: 1}, name: 'l_1'}"),
          index("{key: {'d.x': 1, b: 1}, name: 'd.x_1_b_1'}"),
          index("{key: {c: 1}, name: 'c_1', sparse: true}"),
          index("{key: {b: 1, a: 1}, name: 'partial', partialFilterExpression: {b: {$gt: 2}}}"),
          index("{key: {s: 1}, name: 's_1', collation: {locale: 'en', strength: 2}}"),
          index("{key: {t: 1}, name: 't_1', expireAfterSeconds: 100}"),
          index("{key: {u: 1}, name: 'u_1', unique: true}"));

  private final SplittableRandom random;
  private final ManualTicker ticker;

  Samples(SplittableRandom random, ManualTicker ticker) {
    this.random = random;
    this.ticker = ticker;
  }

  private static BsonDocument index(String json) {
    return BsonDocument.parse(json);
  }

  int below(int limit) {
    return random.nextInt(limit);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  BsonInt32 id() {
    return new BsonInt32(random.nextInt(IDS));
  }

  BsonDocument document() {
    BsonDocument document = new BsonDocument("_id", id());
    document.putAll(fields());
    return document;
  }

  /** Fields of a document without its _id. */
  BsonDocument fields() {
    BsonDocument fields = new BsonDocument();
    List<String> names = new ArrayList<>(List.of("a", "b", "l", "d", "s", "c", "t"));
    for (String name : names) {
      if (random.nextBoolean()) {
        fields.append(name, value(name));
      }
    }
    return fields.append("u", value("u"));
  }

  /** A value that suits a field. */
  BsonValue value(String field) {
    return switch (field) {
      case "a" -> mixed(true);
      case "b" -> new BsonInt32(random.nextInt(6));
      case "l" -> list();
      case "d" -> nested();
      case "s" -> new BsonString(pick(List.of("x", "X", "y", "é", "")));
      case "c" -> new BsonInt32(random.nextInt(100));
      case "t" -> new BsonDateTime(ticker.wallMillis() + 1_000L * random.nextInt(-150, 300));
      default -> new BsonInt32(random.nextInt(200));
    };
  }

  private BsonValue mixed(boolean takesArrays) {
    return switch (random.nextInt(takesArrays ? 9 : 7)) {
      case 0, 1 -> new BsonInt32(random.nextInt(8));
      case 2 -> new BsonInt64(random.nextInt(8));
      case 3 -> new BsonDouble(random.nextInt(16) / 2.0);
      case 4 -> BsonNull.VALUE;
      case 5 -> new BsonString(pick(List.of("p", "q", "")));
      case 6 -> BsonBoolean.valueOf(random.nextBoolean());
      default -> {
        BsonArray array = new BsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(mixed(false));
        }
        yield array;
      }
    };
  }

  private BsonArray list() {
    BsonArray array = new BsonArray();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(new BsonInt32(random.nextInt(8)));
    }
    return array;
  }

  private BsonValue nested() {
    BsonDocument one = new BsonDocument("x", new BsonInt32(random.nextInt(5)));
    return random.nextBoolean()
        ? one
        : new BsonArray(List.of(one, new BsonDocument("x", new BsonInt32(random.nextInt(5)))));
  }

  BsonDocument filter() {
    BsonDocument filter = condition();
    return switch (random.nextInt(6)) {
      case 0 -> new BsonDocument();
      case 1 -> filter.append("b", comparison("b"));
      case 2 -> new BsonDocument("$or", new BsonArray(List.of(filter, condition())));
      default -> filter;
    };
  }

  private BsonDocument condition() {
    String path = pick(List.of("_id", "a", "a", "b", "l", "d.x", "c", "u"));
    return new BsonDocument(path, comparison(path));
  }

  private BsonValue comparison(String path) {
    BsonValue value =
        switch (path) {
          case "_id" -> id();
          case "a" -> mixed(oneIn(6));
          case "d.x", "l" -> new BsonInt32(random.nextInt(8));
          default -> value(path);
        };
    return switch (random.nextInt(9)) {
      case 0, 1 -> new BsonDocument("$gte", value);
      case 2 -> new BsonDocument("$lt", value);
      case 3 -> new BsonDocument("$gt", value).append("$lte", new BsonInt32(random.nextInt(40)));
      case 4 -> new BsonDocument("$in", new BsonArray(List.of(value, BsonNull.VALUE)));
      case 5 -> new BsonDocument("$exists", BsonBoolean.valueOf(random.nextBoolean()));
      case 6 -> new BsonDocument("$ne", value);
      default -> new BsonDocument("$eq", value);
    };
  }

  /**
   * An order in which no two documents are equal, and of which one field at most may be an array: a
   * document with two has no place in an order, and is refused.
   */
  BsonDocument sort() {
    BsonDocument sort = new BsonDocument();
    for (String field : List.of("a", "b", "u", "l")) {
      if (oneIn(3) && !(field.equals("l") && sort.containsKey("a"))) {
        sort.append(field, new BsonInt32(random.nextBoolean() ? 1 : -1));
      }
    }
    return sort.append("_id", new BsonInt32(random.nextBoolean() ? 1 : -1));
  }

  /**
   * An update.
   *
   * @param takesUnique whether it may touch the field that must be unique
   */
  BsonDocument update(boolean takesUnique) {
    switch (random.nextInt(takesUnique ? 6 : 4)) {
      case 0 -> {
        return new BsonDocument("$inc", new BsonDocument("c", new BsonInt32(1 + below(3))));
      }
      case 1 -> {
        return new BsonDocument("$push", new BsonDocument("l", new BsonInt32(below(8))));
      }
      case 2 -> {
        String field = pick(List.of("a", "b", "d", "s", "t"));
        return new BsonDocument("$unset", new BsonDocument(field, new BsonString("")));
      }
      case 3 -> {
        String field = pick(List.of("a", "b", "d", "s", "t", "l"));
        return new BsonDocument("$set", new BsonDocument(field, value(field)));
      }
      case 4 -> {
        return new BsonDocument("$set", new BsonDocument("u", value("u")));
      }
      default -> {
        return fields();
      }
    }
  }
}
