package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/**
 * What {@code $lookup} finds by an index, whose plan it keeps from one document to the next, is
 * what a scan finds.
 */
final class LookupPlanTest extends ServedTest {
  private static final List<String> VALUES =
      List.of(
          "1",
          "1.0",
          "2.5",
          "NaN",
          "-0.0",
          "0",
          "{$numberLong: '9007199254740993'}",
          "9007199254740992.0",
          "{$numberDecimal: '2.5'}",
          "{$numberDecimal: 'NaN'}",
          "'text'",
          "'TEXT'",
          "''",
          "{$symbol: 'text'}",
          "true",
          "null",
          "{$oid: '0123456789abcdef01234567'}",
          "{$date: {$numberLong: '1000'}}",
          "{$binary: {base64: 'AAEC', subType: '00'}}",
          "{$timestamp: {t: 5, i: 6}}",
          "{$minKey: 1}",
          "{$maxKey: 1}",
          "{}",
          "{a: 1, b: 2}",
          "{a: 'text'}",
          "{a: [1, {b: 1}]}",
          "[]",
          "[1]",
          "[1, 1.0, 'text']",
          "[[1], {a: 1}]",
          "[{a: 1}, {a: 'TEXT'}]",
          "[null]",
          "{$regularExpression: {pattern: 't', options: ''}}",
          "[{$regularExpression: {pattern: 't', options: ''}}, 2.5]");

  /** Each a list of indexes; the fields are those of the documents. */
  private static final List<String> INDEXES =
      List.of(
          "{key: {u: 1}, name: 'a'}",
          "{key: {u: -1}, name: 'a'}",
          "{key: {u: 1}, name: 'a', unique: false, sparse: true}",
          "{key: {u: 1}, name: 'a', hidden: true}",
          "{key: {u: 1, v: -1}, name: 'a'}",
          "{key: {v: 1, u: 1}, name: 'a'}",
          "{key: {u: 1, 'u.a': 1}, name: 'a'}",
          "{key: {u: 1}, name: 'a', partialFilterExpression: {v: {$gt: 1}}}",
          "{key: {u: 1}, name: 'a', partialFilterExpression: {u: {$gt: 2}}}",
          "{key: {u: 1}, name: 'a', partialFilterExpression: {u: {$gt: 2}}}, {key: {u: -1}, name:"
              + " 'b'}",
          "{key: {u: 1}, name: 'a', collation: {locale: 'en', strength: 1}}",
          "{key: {u: 1}, name: 'a', collation: {locale: 'en', strength: 1}}, {key: {u: -1}, name:"
              + " 'b'}",
          "{key: {u: 1}, name: 'a'}, {key: {u: 1, v: 1}, name: 'b'}",
          "{key: {u: 1}, name: 'a'}, {key: {v: 1}, name: 'b'}",
          "{key: {u: 1}, name: 'a'}, {key: {v: 1, u: 1}, name: 'b'}",
          "{key: {u: 1}, name: 'a'}, {key: {'$**': 1}, name: 'b'}",
          "{key: {u: 'hashed'}, name: 'a'}",
          "{key: {'$**': 1}, name: 'a'}",
          "{key: {'u.a': 1}, name: 'a'}, {key: {u: 1}, name: 'b'}");

  private static final List<String> JOINS =
      List.of(
          "{$lookup: {from: '%s', localField: 'u', foreignField: 'u', as: 'j'}}",
          "{$lookup: {from: '%s', localField: 'u', foreignField: 'u.a', as: 'j'}}",
          "{$lookup: {from: '%s', localField: 'u.a', foreignField: 'u', as: 'j'}}",
          "{$lookup: {from: '%s', localField: 'n', foreignField: '_id', as: 'j'}}",
          "{$lookup: {from: '%s', localField: 'u', foreignField: 'u', as: 'j', pipeline: [{$match:"
              + " {v: 1}}]}}",
          "{$lookup: {from: '%s', localField: 'u', foreignField: 'u', as: 'j', pipeline: [{$match:"
              + " {u: {$gt: 1}}}]}}",
          "{$lookup: {from: '%s', localField: 'u', foreignField: 'u', as: 'j', pipeline: [{$sort:"
              + " {_id: -1}}, {$limit: 2}]}}",
          "{$lookup: {from: '%s', localField: 'u', foreignField: 'u', as: 'j', pipeline: [{$group:"
              + " {_id: '$u', n: {$sum: 1}}}]}}",
          "{$lookup: {from: '%s', localField: 'u', foreignField: 'u', as: 'j'}}, {$unwind: '$j'},"
              + " {$match: {'j.v': {$lt: 2}}}");

  private void fill(String collection, boolean withArrays) throws IOException {
    List<String> documents = new ArrayList<>();
    for (int copy = 0; copy < 3; copy++) {
      for (String value : VALUES) {
        boolean isTaken = withArrays || !value.contains("[");
        documents.add(
            (isTaken ? "{_id: %d, u: %s, v: %d}" : "{_id: %d, v: %3$d}")
                .formatted(documents.size(), value, copy));
      }
    }
    documents.add("{_id: -1}");
    done("{insert: '" + collection + "', documents: [" + String.join(",", documents) + "]}");
  }

  /** The values in an order that mixes types; each stands twice. */
  private void fillOuter(long seed) throws IOException {
    List<String> values = new ArrayList<>(VALUES);
    values.addAll(VALUES);
    Collections.shuffle(values, new Random(seed));
    List<String> documents = new ArrayList<>();
    for (String value : values) {
      documents.add(
          "{_id: %d, n: %d, u: %s}".formatted(documents.size(), documents.size() * 7 % 90, value));
    }
    documents.add("{_id: -1}");
    done("{insert: 'outer', documents: [" + String.join(",", documents) + "]}");
  }

  private BsonArray joined(String from, String stages, String options) throws IOException {
    BsonArray documents =
        done("{aggregate: 'outer', pipeline: ["
                + "{$sort: {_id: 1}}, "
                + stages.formatted(from)
                + "], cursor: {batchSize: 10000}"
                + options
                + "}")
            .getDocument("cursor")
            .getArray("firstBatch");
    // Whatever finds them, in their own order.
    for (BsonValue each : documents) {
      if (each.asDocument().get("j") instanceof BsonArray found) {
        found.sort((a, b) -> text(a).compareTo(text(b)));
      }
    }
    documents.sort((a, b) -> text(a).compareTo(text(b)));
    return documents;
  }

  private static String text(BsonValue document) {
    return document.asDocument().toJson();
  }

  @Test
  void everyValueIsFoundAsByAScan() throws IOException {
    fillOuter(20);
    for (boolean withArrays : List.of(true, false)) {
      var _ = reply("{drop: 'plain'}");
      fill("plain", withArrays);
      for (String indexes : INDEXES) {
        var _ = reply("{drop: 'c'}");
        fill("c", withArrays);
        // A hashed index does not take the arrays.
        var _ = reply("{createIndexes: 'c', indexes: [" + indexes + "]}");
        for (String stages : JOINS) {
          for (String options : List.of("", ", collation: {locale: 'en', strength: 1}")) {
            assertEquals(
                joined("plain", stages, options + ", allowDiskUse: false"),
                joined("c", stages, options),
                indexes + " " + stages + options);
          }
        }
      }
    }
  }

  @Test
  void aKeptPlanEndsWithTheIndex() throws IOException {
    fillOuter(21);
    fill("c", true);
    done("{createIndexes: 'c', indexes: [{key: {u: 1}, name: 'a'}]}");
    String join = "{$lookup: {from: 'c', localField: 'u', foreignField: 'u', as: 'j'}}";
    BsonArray all = joined("c", join, "");
    BsonDocument cursor =
        done("{aggregate: 'outer', pipeline: [{$sort: {_id: 1}}, "
                + join
                + "], cursor: {batchSize: 20}}")
            .getDocument("cursor");
    done("{dropIndexes: 'c', index: 'a'}");
    BsonDocument more =
        done("{getMore: {$numberLong: '"
                + cursor.getInt64("id").getValue()
                + "'}, collection: 'outer', batchSize: 10000}")
            .getDocument("cursor");
    assertEquals(
        all.size(), cursor.getArray("firstBatch").size() + more.getArray("nextBatch").size());
    for (BsonValue each : more.getArray("nextBatch")) {
      BsonArray found = each.asDocument().getArray("j");
      found.sort((a, b) -> text(a).compareTo(text(b)));
      assertTrue(all.contains(each), text(each));
    }
  }
}
