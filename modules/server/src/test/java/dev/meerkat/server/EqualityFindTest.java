package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/** Finds by one value of an indexed field, which need no plan, answer what a plan answers. */
final class EqualityFindTest extends ShortFindTest {
  private static final List<String> VALUES =
      List.of(
          "1",
          "1.0",
          "2.5",
          "NaN",
          "-0.0",
          "0",
          "{$numberDouble: 'Infinity'}",
          "{$numberLong: '9007199254740993'}",
          "{$numberLong: '9007199254740992'}",
          "9007199254740992.0",
          "{$numberDecimal: '4.0'}",
          "{$numberDecimal: '2.5'}",
          "{$numberDecimal: 'NaN'}",
          "4",
          "'text'",
          "'TEXT'",
          "'text\\u0000more'",
          "'tex'",
          "''",
          "{$symbol: 'text'}",
          "true",
          "false",
          "null",
          "{$undefined: true}",
          "{$oid: '0123456789abcdef01234567'}",
          "{$date: {$numberLong: '1000'}}",
          "{$date: {$numberLong: '-1000'}}",
          "{$binary: {base64: 'AAEC', subType: '00'}}",
          "{$binary: {base64: 'AAEC', subType: '05'}}",
          "{$timestamp: {t: 5, i: 6}}",
          "{$minKey: 1}",
          "{a: 1, b: 2}",
          "[]",
          "[1]",
          "[1, 1.0, 'text']",
          "[[1], {a: 1}]",
          "[null]",
          "{$regularExpression: {pattern: 't', options: ''}}");

  private static final List<String> FILTERS =
      List.of(
          "'absent'",
          "{$eq: 1}",
          "{$gt: 1}",
          "{$in: [1, 2.5]}",
          "{$exists: true}",
          "{$exists: false}",
          "{$regex: 'x'}",
          "{$ne: 1}",
          "{$nonsense: 1}",
          "{b: 2, a: 1}");

  /** Each a list of indexes; the fields are those of the documents. */
  private static final List<String> INDEXES =
      List.of(
          "{key: {u: 1}, name: 'a'}",
          "{key: {u: -1}, name: 'a'}",
          "{key: {u: 1, v: 1}, name: 'a'}",
          "{key: {u: -1, w: 1}, name: 'a'}",
          "{key: {v: 1, u: 1}, name: 'a'}",
          "{key: {u: 1}, name: 'a', sparse: true}",
          "{key: {u: 1}, name: 'a', hidden: true}",
          "{key: {u: 1}, name: 'a', hidden: true}, {key: {u: -1}, name: 'b'}",
          "{key: {u: 1}, name: 'a', partialFilterExpression: {v: {$gt: 2}}}",
          "{key: {u: 1}, name: 'a', partialFilterExpression: {u: {$gt: 2}}}",
          "{key: {u: 1}, name: 'a', collation: {locale: 'en', strength: 1}}",
          "{key: {u: 1}, name: 'a'}, {key: {u: 1, v: 1}, name: 'b'}",
          "{key: {u: 1}, name: 'a'}, {key: {v: 1}, name: 'b'}",
          "{key: {u: 1}, name: 'a'}, {key: {'$**': 1}, name: 'b'}",
          "{key: {u: 'hashed'}, name: 'a'}",
          "{key: {u: 'text'}, name: 'a'}",
          "{key: {v: 1}, name: 'a'}, {key: {w: '2dsphere'}, name: 'b'}, {key: {u: 1}, name: 'c'}",
          "{key: {'$**': 1}, name: 'a'}",
          "{key: {'u.a': 1}, name: 'a'}",
          "{key: {'u.0': 1}, name: 'a'}, {key: {u: 1}, name: 'b'}",
          "{key: {_id: 1, u: 1}, name: 'a'}, {key: {u: 1}, name: 'b'}");

  private void fill(String collection, boolean withArrays) throws IOException {
    int id = 0;
    for (int copy = 0; copy < 3; copy++) {
      for (String value : VALUES) {
        if (withArrays || !value.startsWith("[")) {
          reply(
              "{insert: '%s', documents: [{_id: %d, u: %s, v: %d}]}"
                  .formatted(collection, ++id, value, copy));
        }
      }
    }
    done("{insert: '%s', documents: [{_id: 0}, {_id: -1, v: [1, 2]}]}".formatted(collection));
  }

  private void index(String collection, String indexes) throws IOException {
    // Of some a hashed or a text index does not take the arrays.
    var _ = reply("{createIndexes: '" + collection + "', indexes: [" + indexes + "]}");
  }

  @Test
  void everyValueIsAnsweredAlike() throws IOException {
    fill("c", true);
    index("c", "{key: {u: 1}, name: 'a'}");
    for (List<String> values : List.of(VALUES, FILTERS)) {
      for (String value : values) {
        for (String options : OPTIONS) {
          isAnsweredAlike("{find: 'c', filter: {u: " + value + "}" + options + "}");
        }
      }
    }
    assertEquals(12, documents("{find: 'c', filter: {u: 1}}").size());
    isAnsweredAlike("{find: 'c', filter: {u: 1, v: 2}}");
    isAnsweredAlike("{find: 'c', filter: {u: 'text'}, collation: {locale: 'en', strength: 1}}");
    isAnsweredAlike("{find: 'c', filter: {u: 1}, projection: {v: 1}}");
    isAnsweredAlike("{find: 'c', filter: {$comment: 1}}");
    isAnsweredAlike("{find: 'c', filter: {'': 1}}");
    isAnsweredAlike("{find: 'absent', filter: {u: 1}}");
  }

  @Test
  void everyIndexIsAnsweredAlikeAndCountedAlike() throws IOException {
    done("{profile: 2}");
    for (boolean withArrays : List.of(true, false)) {
      for (String indexes : INDEXES) {
        var _ = reply("{drop: 'c'}");
        fill("c", withArrays);
        index("c", indexes);
        for (String value : List.of("1", "2.5", "'text'", "NaN", "{a: 1, b: 2}", "4", "'none'")) {
          for (String field : List.of("u", "v", "w", "'u.a'", "'u.0'")) {
            isAnsweredAlike("{find: 'c', filter: {%s: %s}}".formatted(field, value));
          }
          isAnsweredAlike("{find: 'c', filter: {u: %s}, limit: 2}".formatted(value));
        }
        isCountedAlike(indexes);
      }
    }
  }

  /** Of two finds that follow each other the profile tells the same. */
  private void isCountedAlike(String indexes) throws IOException {
    BsonArray profile =
        documents(
            "{find: 'system.profile', filter: {'command.find': 'c'}, sort: {$natural: 1},"
                + " batchSize: 10000}");
    assertTrue(profile.size() > 80);
    for (int i = 0; i < profile.size(); i += 2) {
      BsonDocument planned = profile.get(i).asDocument();
      BsonDocument equality = profile.get(i + 1).asDocument();
      for (String field :
          List.of("planSummary", "keysExamined", "docsExamined", "nreturned", "ns", "op")) {
        assertEquals(
            planned.get(field), equality.get(field), field + " " + indexes + equality.toJson());
      }
    }
    done("{profile: 0}");
    done("{drop: 'system.profile'}");
    done("{profile: 2}");
  }

  @Test
  void aUniqueIndexIsTakenBeforeOthers() throws IOException {
    for (int i = 0; i < 5; i++) {
      done("{insert: 'c', documents: [{_id: " + i + ", u: " + i + ", v: 1}]}");
    }
    index("c", "{key: {u: 1, v: 1}, name: 'a'}, {key: {u: -1}, name: 'b', unique: true}");
    done("{profile: 2}");
    isAnsweredAlike("{find: 'c', filter: {u: 3}}");
    isAnsweredAlike("{find: 'c', filter: {u: 7}}");
    for (BsonValue found : documents("{find: 'system.profile', filter: {'command.find': 'c'}}")) {
      assertEquals(
          "EXPRESS_IXSCAN { u: -1 }", found.asDocument().getString("planSummary").getValue());
    }
    BsonArray statistics =
        documents(
            "{aggregate: 'c', pipeline: [{$indexStats: {}}, {$match: {name: 'b'}}], cursor:"
                + " {}}");
    assertEquals(
        4, statistics.get(0).asDocument().getDocument("accesses").getNumber("ops").intValue());
  }

  @Test
  void manyDocumentsAndLargeOnesComeInBatches() throws IOException {
    index("c", "{key: {u: 1}, name: 'a'}");
    int id = 0;
    for (int count : List.of(1, 2, 8, 9, 100, 101, 102)) {
      StringBuilder documents = new StringBuilder();
      for (int i = 0; i < count; i++) {
        documents.append("{_id: %d, u: %d},".formatted(++id, count));
      }
      done("{insert: 'c', documents: [" + documents + "]}");
      for (String options : OPTIONS) {
        isAnsweredAlike("{find: 'c', filter: {u: " + count + "}" + options + "}");
      }
      for (int most : List.of(count - 1, count, count + 1)) {
        isAnsweredAlike("{find: 'c', filter: {u: %d}, batchSize: %d}".formatted(count, most));
        isAnsweredAlike("{find: 'c', filter: {u: %d}, limit: %d}".formatted(count, most));
      }
    }
    String large = "x".repeat(6 << 20);
    for (int i = 0; i < 3; i++) {
      done("{insert: 'c', documents: [{_id: 'l%d', u: 'large', v: '%s'}]}".formatted(i, large));
    }
    isAnsweredAlike("{find: 'c', filter: {u: 'large'}}");
    isAnsweredAlike("{find: 'c', filter: {u: 'large'}, limit: 2}");
  }

  @Test
  void everyKindOfCollectionIsAnsweredAlike() throws IOException {
    done("{create: 'collated', collation: {locale: 'en', strength: 1}}");
    done("{create: 'capped', capped: true, size: 1000000}");
    done("{create: 'clustered', clusteredIndex: {key: {_id: 1}, unique: true}}");
    done("{create: 'series', timeseries: {timeField: 't', metaField: 'u'}}");
    List<String> plain = List.of("collated", "capped", "clustered");
    for (String collection : plain) {
      fill(collection, true);
      index(collection, "{key: {u: 1}, name: 'a'}");
    }
    done("{insert: 'series', documents: [{t: {$date: {$numberLong: '1000'}}, u: 'text'}]}");
    index("series", "{key: {u: 1}, name: 'a'}");
    done("{create: 'view', viewOn: 'capped', pipeline: [{$match: {v: {$ne: 1}}}]}");
    for (String collection :
        List.of("collated", "capped", "clustered", "series", "system.buckets.series", "view")) {
      for (String value : List.of("1", "2.5", "'text'", "'TEXT'", "true")) {
        isAnsweredAlike("{find: '" + collection + "', filter: {u: " + value + "}}");
        isAnsweredAlike("{find: '" + collection + "', filter: {meta: " + value + "}, limit: 1}");
      }
    }
  }

  @Test
  void filtersOfIndexesAreObeyed() throws IOException {
    fill("c", false);
    index("c", "{key: {u: 1}, name: 'a'}");
    done("{planCacheSetFilter: 'c', query: {u: 1}, indexes: ['none']}");
    done("{profile: 2}");
    isAnsweredAlike("{find: 'c', filter: {u: 1}}");
    for (BsonValue found : documents("{find: 'system.profile', filter: {'command.find': 'c'}}")) {
      assertEquals("COLLSCAN", found.asDocument().getString("planSummary").getValue());
    }
    done("{planCacheClearFilters: 'c'}");
    isAnsweredAlike("{find: 'c', filter: {u: 1}}");
  }

  @Test
  void settingsOfQueriesAreObeyed() throws IOException {
    fill("c", false);
    index("c", "{key: {u: 1}, name: 'a'}");
    String query = "{find: 'c', filter: {u: 1}, $db: 'test'}";
    BsonDocument set =
        client.run("{setQuerySettings: " + query + ", settings: {reject: true}, $db: 'admin'}");
    assertEquals(1, set.getNumber("ok").intValue(), set.toJson());
    assertEquals(411, reply("{find: 'c', filter: {u: 1}}").getNumber("code").intValue());
    BsonDocument removed = client.run("{removeQuerySettings: " + query + ", $db: 'admin'}");
    assertEquals(1, removed.getNumber("ok").intValue(), removed.toJson());
    isAnsweredAlike("{find: 'c', filter: {u: 1}}");
  }

  @Test
  void aSnapshotAndATransactionSeeTheirOwn() throws IOException {
    index("c", "{key: {u: 1}, name: 'a'}");
    BsonDocument inserted = done("{insert: 'c', documents: [{_id: 1, u: 1, v: 1}]}");
    String time =
        new BsonDocument("at", inserted.get("operationTime")).toJson().replaceFirst(".*?: ", "");
    String at = time.substring(0, time.length() - 1);
    String snapshot = ", readConcern: {level: 'snapshot', atClusterTime: " + at + "}}";
    isAnsweredAlike("{find: 'c', filter: {u: 1}" + snapshot);
    done("{update: 'c', updates: [{q: {_id: 1}, u: {$set: {u: 2}}}]}");
    done("{insert: 'c', documents: [{_id: 2, u: 1}, {_id: 3, u: 1}]}");
    isAnsweredAlike("{find: 'c', filter: {u: 1}" + snapshot);
    assertEquals(1, documents("{find: 'c', filter: {u: 1}" + snapshot).size());
    String of =
        ", lsid: {id: {$uuid: '00000000-0000-0000-0000-000000000001'}}, txnNumber: {$numberLong:"
            + " '1'}, autocommit: false}";
    done("{update: 'c', updates: [{q: {_id: 2}, u: {$set: {u: 7}}}], startTransaction: true" + of);
    done("{insert: 'c', documents: [{_id: 4, u: 7}]" + of);
    assertEquals(2, documents("{find: 'c', filter: {u: 7}" + of).size());
    assertEquals(1, documents("{find: 'c', filter: {u: 1}" + of).size());
    assertEquals(2, documents("{find: 'c', filter: {u: 1}}").size());
    assertEquals(0, documents("{find: 'c', filter: {u: 7}}").size());
  }

  @Test
  void anIndexIsReadFromItsBuildToItsEnd() throws IOException {
    fill("c", true);
    for (int i = 0; i < 2; i++) {
      isAnsweredAlike("{find: 'c', filter: {u: 1}}");
      index("c", "{key: {u: 1}, name: 'a'}");
      isAnsweredAlike("{find: 'c', filter: {u: 1}}");
      done("{collMod: 'c', index: {name: 'a', hidden: true}}");
      isAnsweredAlike("{find: 'c', filter: {u: 1}}");
      done("{collMod: 'c', index: {name: 'a', hidden: false}}");
      isAnsweredAlike("{find: 'c', filter: {u: 1}}");
      done("{dropIndexes: 'c', index: 'a'}");
    }
  }

  private BsonArray documents(String find) throws IOException {
    return done(find).getDocument("cursor").getArray("firstBatch");
  }
}
