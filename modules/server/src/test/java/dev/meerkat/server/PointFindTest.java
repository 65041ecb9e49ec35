package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/** Finds by one {@code _id}, which need no plan, answer what a plan answers. */
final class PointFindTest extends ShortFindTest {
  private static final List<String> IDS =
      List.of(
          "1",
          "2.5",
          "NaN",
          "{$numberLong: '9007199254740993'}",
          "{$numberDecimal: '4.0'}",
          "'text'",
          "'text\\u0000more'",
          "''",
          "{$symbol: 'symbol'}",
          "true",
          "null",
          "{$oid: '0123456789abcdef01234567'}",
          "{$date: {$numberLong: '1000'}}",
          "{$binary: {base64: 'AAEC', subType: '00'}}",
          "{$timestamp: {t: 5, i: 6}}",
          "{a: 1, b: 2}",
          "{$minKey: 1}");

  private static final List<String> FILTERS =
      List.of(
          "1.0",
          "{$numberDecimal: '2.5'}",
          "{$numberLong: '9007199254740992'}",
          "9007199254740992.0",
          "4",
          "{$symbol: 'text'}",
          "'symbol'",
          "'absent'",
          "[1]",
          "{$undefined: true}",
          "{$regularExpression: {pattern: 't', options: ''}}",
          "{$eq: 1}",
          "{$gt: 1}",
          "{$in: [1, 2.5]}",
          "{$exists: true}",
          "{$regex: 'x'}",
          "{$nonsense: 1}",
          "{b: 2, a: 1}");

  private void fill(String collection) throws IOException {
    for (String id : IDS) {
      done("{insert: '" + collection + "', documents: [{_id: " + id + ", v: 1}]}");
    }
  }

  @Test
  void everyValueIsAnsweredAlike() throws IOException {
    fill("c");
    for (List<String> values : List.of(IDS, FILTERS)) {
      for (String value : values) {
        for (String options : OPTIONS) {
          isAnsweredAlike("{find: 'c', filter: {_id: " + value + "}" + options + "}");
        }
      }
    }
    assertEquals(
        1,
        done("{find: 'c', filter: {_id: 1}}").getDocument("cursor").getArray("firstBatch").size());
    isAnsweredAlike("{find: 'c', filter: {}, limit: 1}");
    isAnsweredAlike("{find: 'c', filter: {_id: 1, v: 2}}");
    isAnsweredAlike("{find: 'c', filter: {v: 1}, limit: 1}");
    isAnsweredAlike("{find: 'c', filter: {'_id.a': 1}}");
    isAnsweredAlike("{find: 'c', filter: {_id: 1}, projection: {v: 1, _id: 0}}");
    isAnsweredAlike("{find: 'c', filter: {_id: 1}, collation: {locale: 'en'}}");
    isAnsweredAlike("{find: 'absent', filter: {_id: 1}}");
  }

  @Test
  void everyKindOfCollectionIsAnsweredAlike() throws IOException {
    done("{create: 'collated', collation: {locale: 'en', strength: 1}}");
    done("{create: 'capped', capped: true, size: 100000}");
    done("{create: 'clustered', clusteredIndex: {key: {_id: 1}, unique: true}}");
    done("{create: 'series', timeseries: {timeField: 't'}}");
    for (String collection : List.of("collated", "capped")) {
      fill(collection);
    }
    done("{insert: 'clustered', documents: [{_id: 1}, {_id: 'text'}]}");
    done("{insert: 'series', documents: [{_id: 1, t: {$date: {$numberLong: '1000'}}}]}");
    done("{create: 'view', viewOn: 'capped', pipeline: [{$match: {_id: {$ne: 1}}}]}");
    for (String collection :
        List.of("collated", "capped", "clustered", "series", "view", "system.views")) {
      for (String id : List.of("1", "2.5", "'text'", "'TEXT'", "'view'", "true")) {
        isAnsweredAlike("{find: '" + collection + "', filter: {_id: " + id + "}, limit: 1}");
      }
    }
  }

  @Test
  void aSnapshotIsReadAsItWas() throws IOException {
    BsonDocument inserted = done("{insert: 'c', documents: [{_id: 1, v: 1}]}");
    String time =
        new BsonDocument("at", inserted.get("operationTime")).toJson().replaceFirst(".*?: ", "");
    String at = time.substring(0, time.length() - 1);
    String snapshot = ", readConcern: {level: 'snapshot', atClusterTime: " + at + "}}";
    isAnsweredAlike("{find: 'c', filter: {_id: 1}, limit: 1" + snapshot);
    done("{update: 'c', updates: [{q: {_id: 1}, u: {$set: {v: 2}}}]}");
    isAnsweredAlike("{find: 'c', filter: {_id: 1}, limit: 1" + snapshot);
    BsonDocument cursor =
        done("{find: 'c', filter: {_id: 1}, limit: 1" + snapshot).getDocument("cursor");
    assertEquals(1, value(cursor, "v"));
    assertTrue(cursor.containsKey("atClusterTime"));
  }

  private static int value(BsonDocument cursor, String field) {
    BsonValue first = cursor.getArray("firstBatch").get(0);
    return first.asDocument().getInt32(field).getValue();
  }

  @Test
  void aTransactionSeesWhatItHasWritten() throws IOException {
    done("{insert: 'c', documents: [{_id: 1, v: 1}]}");
    String of =
        ", lsid: {id: {$uuid: '00000000-0000-0000-0000-000000000001'}}, txnNumber: {$numberLong:"
            + " '1'}, autocommit: false}";
    done("{update: 'c', updates: [{q: {_id: 1}, u: {$set: {v: 2}}}], startTransaction: true" + of);
    assertEquals(
        2, value(done("{find: 'c', filter: {_id: 1}, limit: 1" + of).getDocument("cursor"), "v"));
    assertEquals(
        1, value(done("{find: 'c', filter: {_id: 1}, limit: 1}").getDocument("cursor"), "v"));
  }

  @Test
  void whatWasDoneIsCounted() throws IOException {
    done("{insert: 'c', documents: [{_id: 1, v: 1}]}");
    done("{profile: 2}");
    for (String find : List.of("{find: 'c', filter: {_id: 1}", "{find: 'c', filter: {_id: 7}")) {
      done(find + "}");
      done(find + ", skip: 0}");
    }
    BsonDocument profile =
        done("{find: 'system.profile', filter: {'command.find': 'c'}, sort: {$natural: 1}}")
            .getDocument("cursor");
    for (int i = 0; i < 4; i += 2) {
      BsonDocument point = profile.getArray("firstBatch").get(i).asDocument();
      BsonDocument planned = profile.getArray("firstBatch").get(i + 1).asDocument();
      for (String field :
          List.of("planSummary", "keysExamined", "docsExamined", "nreturned", "ns")) {
        assertEquals(planned.get(field), point.get(field), field);
      }
    }
    BsonDocument uses =
        done("{aggregate: 'c', pipeline: [{$indexStats: {}}], cursor: {}}").getDocument("cursor");
    assertEquals(
        4,
        uses.getArray("firstBatch")
            .get(0)
            .asDocument()
            .getDocument("accesses")
            .getNumber("ops")
            .intValue());
  }
}
