package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/**
 * What {@code $expr} compares with one value is found by an index, and it is the same as what a
 * scan finds.
 */
final class ExprPlanTest extends ServedTest {
  private static final List<String> VALUES =
      List.of(
          "null",
          "{$undefined: true}",
          "{$minKey: 1}",
          "{$maxKey: 1}",
          "1",
          "{$numberDecimal: '1'}",
          "{$numberDouble: 'NaN'}",
          "2.5",
          "'x'",
          "'X'",
          "''",
          "{}",
          "{b: 1}",
          "{b: {c: 1}}",
          "{$binary: {base64: 'AQ==', subType: '00'}}",
          "true",
          "{$date: '2020-01-01T00:00:00Z'}",
          "{$timestamp: {t: 1, i: 1}}",
          "{$regularExpression: {pattern: 'x', options: ''}}");

  private static final List<String> OPERATORS = List.of("$eq", "$gt", "$gte", "$lt", "$lte");

  private BsonDocument planner(String command) throws IOException {
    return done("{explain: " + command + ", verbosity: 'queryPlanner'}")
        .getDocument("queryPlanner");
  }

  /** The stage that finds documents, and its bounds. */
  private String plan(String command) throws IOException {
    BsonDocument plan = planner(command).getDocument("winningPlan");
    while (plan.isDocument("inputStage")) {
      plan = plan.getDocument("inputStage");
    }
    String stage = plan.getString("stage").getValue();
    return plan.isDocument("indexBounds")
        ? stage + " " + plan.getDocument("indexBounds").toJson()
        : stage;
  }

  private String found(String expression) throws IOException {
    return plan("{find: 'c', filter: {$expr: " + expression + "}}");
  }

  private static String bounds(String... intervals) {
    BsonArray array = new BsonArray();
    for (String interval : intervals) {
      array.add(new BsonString(interval));
    }
    return "IXSCAN " + new BsonDocument("a", array).toJson();
  }

  private void fill(String documents, String index) throws IOException {
    done("{insert: 'c', documents: [" + documents + "]}");
    done("{createIndexes: 'c', indexes: [" + index + "]}");
  }

  @Test
  void comparisonsOfAPathWithAConstantHaveBounds() throws IOException {
    fill("{a: 1}, {a: 2}, {a: 'x'}", "{key: {a: 1}, name: 'a'}");
    assertEquals(bounds("[2, 2]"), found("{$eq: ['$a', 2]}"));
    assertEquals(bounds("[2, 2]"), found("{$eq: [2, '$a']}"));
    assertEquals(bounds("(2, MaxKey]"), found("{$gt: ['$a', 2]}"));
    assertEquals(bounds("[MinKey, 2)"), found("{$gt: [2, '$a']}"));
    assertEquals(bounds("[MinKey, 2]"), found("{$lte: ['$a', 2]}"));
    assertEquals(bounds("[2, MaxKey]"), found("{$lte: [2, '$a']}"));
    assertEquals(bounds("[MinKey, null]"), found("{$lt: ['$a', null]}"));
    assertEquals(
        bounds("[1, 5)"), found("{$and: [{$gte: ['$a', 1]}, {$lt: ['$a', 5]}, {$ne: ['$a', 3]}]}"));
    assertEquals(
        bounds("[MinKey, 1)", "[5, MaxKey]"),
        found("{$or: [{$gte: ['$a', 5]}, {$lt: ['$a', 1]}, false]}"));
    assertEquals(bounds("[1, 1]", "[2, 2]"), found("{$in: ['$a', [1, 2]]}"));
    assertEquals("EOF", found("{$and: [{$eq: ['$a', 2]}, false]}"));
    assertEquals("EOF", plan("{find: 'c', filter: {$or: [{$expr: false}]}}"));
  }

  @Test
  void whatIsNoComparisonWithAConstantHasNone() throws IOException {
    fill("{a: 1}, {a: 2}, {a: 'x'}", "{key: {a: 1}, name: 'a'}");
    for (String expression :
        List.of(
            "{$ne: ['$a', 2]}",
            "{$cmp: ['$a', 2]}",
            "{$eq: ['$a', '$b']}",
            "{$eq: ['$a', [1]]}",
            "{$eq: ['$a', '$$REMOVE']}",
            "{$gt: ['$a', {$undefined: true}]}",
            "{$gt: ['$a', {$rand: {}}]}",
            "{$eq: ['$$ROOT', 1]}",
            "{$in: ['$a', [1, null]]}",
            "{$in: [1, '$a']}",
            "{$or: [{$eq: ['$a', 1]}, {$eq: ['$b', 1]}]}",
            "{$or: [{$eq: ['$a', 1]}, true]}",
            "true")) {
      assertEquals("COLLSCAN", found(expression), expression);
    }
  }

  @Test
  void explainTellsTheComparisonBesideTheExpression() throws IOException {
    fill("{a: 1}", "{key: {a: 1}, name: 'a'}");
    assertEquals(
        BsonDocument.parse(
            "{$and: [{$expr: {$eq: ['$a', {$const: 2}]}}, {a: {$_internalExprEq: 2}}]}"),
        planner("{find: 'c', filter: {$expr: {$eq: ['$a', 2]}}}").getDocument("parsedQuery"));
  }

  @Test
  void variablesAndTheClockAreConstantsOfARun() throws IOException {
    fill("{a: 1}, {a: 2}, {a: {$date: '2020-01-01T00:00:00Z'}}", "{key: {a: 1}, name: 'a'}");
    assertEquals(
        bounds("[2, 2]"),
        plan("{find: 'c', filter: {$expr: {$eq: ['$a', '$$v']}}, let: {v: {$add: [1, 1]}}}"));
    assertEquals(
        bounds("[3, 3]"),
        plan(
            "{aggregate: 'c', pipeline: [{$match: {$expr: {$eq: ['$a', {$add: ['$$v', 1]}]}}}],"
                + " cursor: {}, let: {v: 2}}"));
    assertTrue(
        found("{$gt: ['$a', {$subtract: ['$$NOW', 1000]}]}").startsWith("IXSCAN"), "the clock");
    assertEquals(
        "COLLSCAN",
        plan("{find: 'c', filter: {$expr: {$eq: ['$a', '$$v']}}, let: {v: [1]}}"),
        "an array");
    assertEquals(
        "COLLSCAN",
        plan("{find: 'c', filter: {$expr: {$eq: ['$a', {$divide: [1, '$$v']}]}}, let: {v: 0}}"),
        "what cannot be computed");
  }

  @Test
  void arraysAreNotLookedInto() throws IOException {
    fill("{a: [1, 2], b: 1}", "{key: {a: 1, b: 1}, name: 'ab'}, {key: {b: 1, a: 1}, name: 'ba'}");
    assertEquals("COLLSCAN", found("{$eq: ['$a', 1]}"));
    assertTrue(found("{$eq: ['$b', 1]}").startsWith("IXSCAN"), "of the other path");
    assertEquals(0, count("{$eq: ['$a', 1]}", ""));
    assertEquals(1, count("{$eq: ['$a', [1, 2]]}", ""));
  }

  @Test
  void aPositionInAPathIsAField() throws IOException {
    fill("{_id: 1, a: [3]}, {_id: 2, a: {'0': 9}}", "{key: {'a.0': 1}, name: 'a'}");
    assertEquals(2, count("{$gt: ['$a.0', 5]}", ""));
  }

  @Test
  void collationsMustAgree() throws IOException {
    fill("{a: 'x'}, {a: 'X'}, {a: 1}", "{key: {a: 1}, name: 'a'}");
    String collation = ", collation: {locale: 'en', strength: 2}";
    assertEquals(
        "COLLSCAN", plan("{find: 'c', filter: {$expr: {$eq: ['$a', 'x']}}" + collation + "}"));
    assertEquals(
        bounds("[1, 1]"), plan("{find: 'c', filter: {$expr: {$eq: ['$a', 1]}}" + collation + "}"));
    assertEquals(2, count("{$eq: ['$a', 'x']}", collation));
  }

  private int count(String expression, String options) throws IOException {
    return done("{find: 'c', filter: {$expr: " + expression + "}" + options + "}")
        .getDocument("cursor")
        .getArray("firstBatch")
        .size();
  }

  @Test
  void everyIndexFindsWhatAScanFinds() throws IOException {
    StringBuilder documents = new StringBuilder("{_id: -1}, {_id: -2, z: 1}");
    for (int i = 0; i < VALUES.size(); i++) {
      documents.append(", {_id: %d, a: %s, z: %d}".formatted(i, VALUES.get(i), i % 2));
    }
    done("{insert: 'c', documents: [" + documents + "]}");
    List<String> indexes =
        List.of(
            "{key: {a: 1}, name: 'i'}",
            "{key: {a: -1}, name: 'i'}",
            "{key: {a: 1}, name: 'i', sparse: true}",
            "{key: {z: 1, a: 1}, name: 'i'}",
            "{key: {a: 'hashed'}, name: 'i'}",
            "{key: {'$**': 1}, name: 'i'}",
            "{key: {a: 1}, name: 'i', partialFilterExpression: {z: 1}}",
            "{key: {a: 1}, name: 'i', collation: {locale: 'en', strength: 2}}",
            "{key: {'a.b': 1}, name: 'i'}",
            "{key: {'a.b': 1}, name: 'i', sparse: true}");
    for (String index : indexes) {
      done("{createIndexes: 'c', indexes: [" + index + "]}");
      for (String operator : OPERATORS) {
        for (String value : VALUES) {
          for (String path : List.of("$a", "$a.b")) {
            String filter =
                "{$expr: {%s: ['%s', {$literal: %s}]}}".formatted(operator, path, value);
            for (String more : List.of("", ", z: 1")) {
              String whole = filter.substring(0, filter.length() - 1) + more + "}";
              for (String options : List.of("", ", collation: {locale: 'en', strength: 2}")) {
                assertEquals(
                    ids(whole, options + ", hint: {$natural: 1}"),
                    ids(whole, options),
                    index + " " + whole + options);
              }
            }
          }
        }
      }
      done("{dropIndexes: 'c', index: 'i'}");
    }
  }

  private List<BsonValue> ids(String filter, String options) throws IOException {
    BsonArray found =
        done("{find: 'c', filter: " + filter + options + ", batchSize: 1000}")
            .getDocument("cursor")
            .getArray("firstBatch");
    return found.stream()
        .map(document -> document.asDocument().get("_id"))
        .sorted((a, b) -> a.asInt32().compareTo(b.asInt32()))
        .toList();
  }

  @Test
  void aLookupFindsByItsVariables() throws IOException {
    StringBuilder documents = new StringBuilder("{_id: -1}");
    for (int i = 0; i < 300; i++) {
      documents.append(", {_id: %d, a: %d, s: '%s'}".formatted(i, i / 3, i % 2 == 0 ? "A" : "B"));
    }
    done("{insert: 'd', documents: [" + documents + "]}");
    done("{createIndexes: 'd', indexes: [{key: {a: 1}, name: 'a'}]}");
    done("{insert: 'c', documents: [{_id: 1, x: 7}, {_id: 2, x: 8}, {_id: 3}, {_id: 4, x: [7]}]}");
    done("{profile: 2}");
    BsonArray answer =
        done("{aggregate: 'c', cursor: {}, pipeline: [{$match: {_id: {$lt: 3}}}, {$lookup: {from:"
                + " 'd', let: {x: '$x', s: 'A'}, pipeline: [{$match: {s: {$exists: true}}},"
                + " {$match: {$expr: {$and: [{$eq: ['$a', '$$x']}, {$eq: ['$s', '$$s']}]}}},"
                + " {$project: {a: 1}}], as: 'j'}}]}")
            .getDocument("cursor")
            .getArray("firstBatch");
    done("{profile: 0}");
    assertEquals(
        BsonArray.parse(
            "[{_id: 1, x: 7, j: [{_id: 22, a: 7}]}, {_id: 2, x: 8, j: [{_id: 24, a: 8}, {_id: 26,"
                + " a: 8}]}]"),
        answer);
    long examined =
        done("{find: 'system.profile', filter: {'command.aggregate': 'c'}}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .getFirst()
            .asDocument()
            .getNumber("docsExamined")
            .longValue();
    assertEquals(8, examined);
    assertEquals(
        BsonArray.parse("[{_id: 3, j: [{_id: -1}]}, {_id: 4, x: [7], j: []}]"),
        done("{aggregate: 'c', cursor: {}, pipeline: [{$match: {_id: {$gt: 2}}}, {$lookup: {from:"
                + " 'd', let: {x: '$x'}, pipeline: [{$match: {$expr: {$eq: ['$a', '$$x']}}}], as:"
                + " 'j'}}]}")
            .getDocument("cursor")
            .getArray("firstBatch"),
        "what is missing equals what is missing");
  }

  @Test
  void updatesAndRemovalsFindByIt() throws IOException {
    fill("{_id: 1, a: 1}, {_id: 2, a: 2}, {_id: 3, a: 3}", "{key: {a: 1}, name: 'a'}");
    BsonDocument plan =
        done("{explain: {delete: 'c', deletes: [{q: {$expr: {$gt: ['$a', '$$v']}}, limit: 0}], let:"
                + " {v: 2}}, verbosity: 'executionStats'}")
            .getDocument("executionStats");
    assertEquals(1, plan.getNumber("totalKeysExamined").intValue());
    assertEquals(
        2,
        done("{update: 'c', updates: [{q: {$expr: {$lte: ['$a', '$$v']}}, u: {$set: {b: 1}}, multi:"
                + " true}], let: {v: 2}}")
            .getNumber("n")
            .intValue());
  }
}
