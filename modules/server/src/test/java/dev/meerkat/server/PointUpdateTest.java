package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/**
 * Updates by one {@code _id}, which need neither a filter nor a plan, do what others do: each is
 * asked of two collections that are alike, of one of them with variables, which goes the long way.
 */
final class PointUpdateTest extends ServedTest {
  private static final List<String> DOCUMENTS =
      List.of(
          "{_id: 1, v: 1, a: [1, 2, {b: 3}], d: {e: {f: 1}}, u: 1}",
          "{_id: {$numberLong: '9007199254740993'}, v: 'x', u: 2}",
          "{_id: 'text', v: 2.5, a: [], u: 3}",
          "{_id: {$oid: '0123456789abcdef01234567'}, v: null, u: 4}",
          "{_id: true, d: 7, u: 5}",
          "{_id: null, v: 1, u: 6}",
          "{_id: 2.5, v: 1, u: 7}",
          "{_id: {$date: {$numberLong: '1000'}}, v: 1, u: 8}",
          "{_id: {$binary: {base64: 'AAEC', subType: '00'}}, v: 1, u: 9}",
          "{_id: {a: 1}, v: 1, u: 10}");

  private static final List<String> FILTERS =
      List.of(
          "{_id: 1}",
          "{_id: 1.0}",
          "{_id: {$numberLong: '9007199254740993'}}",
          "{_id: 'text'}",
          "{_id: {$oid: '0123456789abcdef01234567'}}",
          "{_id: true}",
          "{_id: null}",
          "{_id: 2.5}",
          "{_id: {$date: {$numberLong: '1000'}}}",
          "{_id: {$binary: {base64: 'AAEC', subType: '00'}}}",
          "{_id: {a: 1}}",
          "{_id: {$eq: 1}}",
          "{_id: 'absent'}",
          "{_id: 1, v: 1}",
          "{v: 1}",
          "{}",
          "{_id: {$nonsense: 1}}");

  private static final List<String> UPDATES =
      List.of(
          "{$inc: {v: 1}}",
          "{$inc: {v: 1, u: 100}}",
          "{$inc: {v: 'no number'}}",
          "{$set: {v: 1}}",
          "{$set: {v: {$numberLong: '1'}}}",
          "{$set: {n: [1, {m: 2}]}, $unset: {v: ''}}",
          "{$set: {'d.e.f': 2, 'd.g': 3}}",
          "{$set: {'a.0': 9, 'a.5': 1}}",
          "{$set: {'a.$': 9}}",
          "{$set: {'a.$[]': 9}}",
          "{$set: {'a.$[i]': 9}}",
          "{$set: {'$v': 9}}",
          "{$set: {'': 9}}",
          "{$set: {'v.': 9}}",
          "{$set: {v: 1, 'v.w': 2}}",
          "{$set: {_id: 1}}",
          "{$set: {_id: 99}}",
          "{$unset: {_id: 1}}",
          "{$set: {u: 2}}",
          "{$set: {long:"
              + " 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}}",
          "{$setOnInsert: {v: 5}}",
          "{$set: {}}",
          "{$set: 1}",
          "{$set: {v: 3}, w: 1}",
          "{$nonsense: {v: 1}}",
          "{$rename: {v: 'w'}}",
          "{$push: {a: 4}}",
          "{$push: {a: {$each: [5, 1], $sort: 1, $slice: 2}}}",
          "{$push: {v: 1}}",
          "{$pull: {a: {$gte: 2}}}",
          "{$pull: {a: {$nonsense: 2}}}",
          "{$addToSet: {a: 1}}",
          "{$pop: {a: 1}}",
          "{$bit: {v: {or: 8}}}",
          "{$mul: {v: 3}, $min: {u: 0}, $max: {x: 1}}",
          "{$currentDate: {v: 'date'}, $unset: {v: 1}}",
          "{v: 7}",
          "{}",
          "[{$set: {v: 8}}]");

  private static final List<String> OPTIONS =
      List.of("", ", multi: false", ", upsert: false, multi: false", ", multi: true");

  private long number;

  private void fill(String options) throws IOException {
    for (String collection : List.of("short", "long")) {
      done("{drop: '" + collection + "'}");
      done("{create: '" + collection + "'" + options + "}");
      done("{insert: '" + collection + "', documents: [" + String.join(",", DOCUMENTS) + "]}");
      done(
          "{createIndexes: '"
              + collection
              + "', indexes: [{key: {u: 1}, name: 'u', unique: true}, {key: {a: 1}, name: 'a'}]}");
    }
  }

  /** The reply without what differs from one command to the next. */
  private BsonValue answer(String command, String collection) throws IOException {
    BsonDocument reply = reply(command);
    reply.remove("$clusterTime");
    reply.remove("operationTime");
    return BsonDocument.parse(reply.toJson().replace("test." + collection, "test.c"));
  }

  /** What the oplog says of a collection, without what differs. */
  private BsonArray logged(String collection) throws IOException {
    BsonArray entries =
        client
            .run(
                "{find: 'oplog.rs', filter: {ns: 'test."
                    + collection
                    + "', op: {$ne: 'i'}}, batchSize: 10000, $db: 'local'}")
            .getDocument("cursor")
            .getArray("firstBatch");
    for (BsonValue entry : entries) {
      for (String field : List.of("ts", "t", "wall", "ui", "ns", "lsid", "txnNumber")) {
        entry.asDocument().remove(field);
      }
      if (entry.asDocument().isDocument("prevOpTime")) {
        BsonDocument before = entry.asDocument().getDocument("prevOpTime");
        before.remove("ts");
      }
    }
    return entries;
  }

  private BsonArray stored(String collection) throws IOException {
    return done("{find: '" + collection + "', sort: {u: 1}}")
        .getDocument("cursor")
        .getArray("firstBatch");
  }

  /** Asks both ways; {@code command} names its collection {@code %s}. */
  private void isDoneAlike(String command) throws IOException {
    number++;
    String end =
        ", lsid: {id: {$uuid: '00000000-0000-0000-0000-00000000000%d'}}, txnNumber: {$numberLong:"
            + " '"
            + number
            + "'}}";
    String open = command.substring(0, command.length() - 1);
    String plain = open.formatted("short") + end.formatted(1);
    String other = open.formatted("long") + ", let: {unused: 1}" + end.formatted(2);
    assertEquals(answer(other, "long"), answer(plain, "short"), command);
    assertEquals(stored("long"), stored("short"), command);
    // Once more: both remember what they have done.
    assertEquals(answer(other, "long"), answer(plain, "short"), "again: " + command);
    assertEquals(stored("long"), stored("short"), "again: " + command);
  }

  @Test
  void everyUpdateIsDoneAlike() throws IOException {
    fill("");
    for (String update : UPDATES) {
      for (String filter : FILTERS) {
        for (String options : OPTIONS) {
          isDoneAlike(
              "{update: '%s', updates: [{q: " + filter + ", u: " + update + options + "}]}");
        }
      }
      assertEquals(logged("long"), logged("short"), update);
      fill("");
    }
    assertTrue(logged("short").size() > UPDATES.size());
  }

  @Test
  void everyFindAndModifyIsDoneAlike() throws IOException {
    fill("");
    for (String update : UPDATES) {
      for (String filter : FILTERS) {
        for (String options : List.of("", ", new: true", ", new: false, upsert: false")) {
          isDoneAlike(
              "{findAndModify: '%s', query: " + filter + ", update: " + update + options + "}");
        }
      }
      assertEquals(logged("long"), logged("short"), update);
      fill("");
    }
    isDoneAlike("{findAndModify: '%s', query: {_id: 1}, update: {$inc: {v: 1}}, remove: true}");
    isDoneAlike("{findAndModify: '%s', query: {_id: 1}, update: {$inc: {v: 1}}, fields: {v: 1}}");
    isDoneAlike("{findAndModify: '%s', query: {_id: 77}, update: {$inc: {v: 1}}, upsert: true}");
  }

  @Test
  void everyFindAndRemoveIsDoneAlike() throws IOException {
    for (String options :
        List.of(
            "",
            ", collation: {locale: 'en', strength: 1}",
            ", clusteredIndex: {key: {_id: 1}, unique: true}",
            ", changeStreamPreAndPostImages: {enabled: true}")) {
      for (String beside :
          List.of(
              "",
              ", new: false, upsert: false",
              ", new: true",
              ", upsert: true",
              ", update: {$inc: {v: 1}}",
              ", fields: {v: 1}",
              ", sort: {v: 1}",
              ", hint: '_id_'",
              ", bypassDocumentValidation: true")) {
        fill(options);
        for (String filter : FILTERS) {
          isDoneAlike("{findAndModify: '%s', query: " + filter + ", remove: true" + beside + "}");
        }
        assertEquals(logged("long"), logged("short"), options + beside);
      }
    }
    isDoneAlike("{findAndModify: '%s', remove: true}");
    isDoneAlike("{findAndModify: 'absent.%s', query: {_id: 1}, remove: true}");
  }

  @Test
  void everyDeleteIsDoneAlike() throws IOException {
    for (String options :
        List.of(
            "",
            ", collation: {locale: 'en', strength: 1}",
            ", clusteredIndex: {key: {_id: 1}, unique: true}",
            ", changeStreamPreAndPostImages: {enabled: true}")) {
      for (String limit :
          List.of("1", "0", "2", "'one'", "1, collation: {locale: 'en'}", "1, hint: '_id_'")) {
        fill(options);
        for (String filter : FILTERS) {
          isDoneAlike("{delete: '%s', deletes: [{q: " + filter + ", limit: " + limit + "}]}");
        }
      }
      assertEquals(logged("long"), logged("short"), options);
    }
    fill("");
    isDoneAlike(
        "{delete: '%s', deletes: [{q: {_id: 1}, limit: 1}, {q: {_id: 1}, limit: 1}, {q: {_id:"
            + " 'text'}, limit: 1}]}");
    assertEquals(logged("long"), logged("short"));
  }

  @Test
  void severalStatementsAreDoneAlike() throws IOException {
    fill("");
    String statements =
        "{q: {_id: 1}, u: {$inc: {v: 1}}}, {q: {_id: 1}, u: {$inc: {v: 'x'}}}, {q: {_id: 'text'},"
            + " u: {$set: {v: 0}}}, {q: {_id: 8}, u: {$set: {v: 0}}, upsert: true}";
    isDoneAlike("{update: '%s', updates: [" + statements + "]}");
    isDoneAlike("{update: '%s', ordered: false, updates: [" + statements + "]}");
    isDoneAlike("{update: '%s', updates: [{q: {_id: 1}, u: {$set: {v: 1}}, x: 1}]}");
    isDoneAlike("{update: '%s', updates: [{q: {_id: 1}, q: {_id: 1}, u: {$set: {v: 1}}}]}");
    isDoneAlike("{update: '%s', updates: [{q: {_id: 1}}]}");
    isDoneAlike("{update: '%s', updates: [{u: {$set: {v: 1}}}]}");
    isDoneAlike("{update: '%s', stmtIds: [7], updates: [{q: {_id: 1}, u: {$inc: {v: 1}}}]}");
    assertEquals(logged("long"), logged("short"));
  }

  @Test
  void everyKindOfCollectionIsDoneAlike() throws IOException {
    for (String options :
        List.of(
            ", collation: {locale: 'en', strength: 1}",
            ", capped: true, size: 100000",
            ", clusteredIndex: {key: {_id: 1}, unique: true}",
            ", validator: {v: {$type: 'int'}}",
            ", validator: {v: {$type: 'int'}}, validationLevel: 'moderate'",
            ", changeStreamPreAndPostImages: {enabled: true}")) {
      fill(options.contains("validator") ? "" : options);
      if (options.contains("validator")) {
        for (String collection : List.of("short", "long")) {
          done("{collMod: '" + collection + "'" + options + "}");
        }
      }
      for (String filter : List.of("{_id: 1}", "{_id: 'text'}", "{_id: 'TEXT'}", "{_id: 2.5}")) {
        for (String update :
            List.of("{$inc: {v: 1}}", "{$set: {v: 'x', w: 1}}", "{$set: {u: 5}}")) {
          isDoneAlike("{update: '%s', updates: [{q: " + filter + ", u: " + update + "}]}");
          isDoneAlike("{findAndModify: '%s', query: " + filter + ", update: " + update + "}");
          isDoneAlike(
              "{update: '%s', bypassDocumentValidation: true, updates: [{q: "
                  + filter
                  + ", u: "
                  + update
                  + "}]}");
        }
      }
      assertEquals(logged("long"), logged("short"), options);
    }
  }

  @Test
  void whatIsNoPlainCollectionIsRefusedAlike() throws IOException {
    done("{create: 'base'}");
    for (String collection : List.of("short", "long")) {
      done("{create: '" + collection + "', viewOn: 'base', pipeline: []}");
    }
    String update = "updates: [{q: {_id: 1}, u: {$inc: {v: 1}}}]}";
    isRefusedAlike("{update: '%s', " + update);
    isRefusedAlike("{findAndModify: '%s', query: {_id: 1}, update: {$inc: {v: 1}}}");
    isRefusedAlike("{findAndModify: '%s', query: {_id: 1}, remove: true}");
    for (String collection : List.of("short", "long")) {
      done("{drop: '" + collection + "'}");
      done("{create: '" + collection + "', timeseries: {timeField: 't', metaField: 'm'}}");
    }
    isRefusedAlike("{update: '%s', " + update);
    isRefusedAlike("{update: '%s', updates: [{q: {_id: 1}, u: {$set: {m: 1}}, multi: true}]}");
    isRefusedAlike("{findAndModify: '%s', query: {_id: 1}, update: {$inc: {v: 1}}}");
    isRefusedAlike("{delete: '%s', deletes: [{q: {_id: 1}, limit: 1}]}");
    isRefusedAlike("{findAndModify: '%s', query: {_id: 1}, remove: true}");
    isRefusedAlike("{update: 'absent.%s', " + update);
    isRefusedAlike("{update: 'system.profile', " + update);
  }

  private void isRefusedAlike(String command) throws IOException {
    String open = command.substring(0, command.length() - 1);
    assertEquals(
        answer(open.formatted("long") + ", let: {unused: 1}}", "long"),
        answer(open.formatted("short") + "}", "short"),
        command);
  }

  @Test
  void aTransactionSeesWhatItHasWritten() throws IOException {
    fill("");
    for (int way = 1; way <= 2; way++) {
      String collection = way == 1 ? "short" : "long";
      String let = way == 1 ? "" : ", let: {unused: 1}";
      String of =
          ", lsid: {id: {$uuid: '00000000-0000-0000-0000-00000000001%d'}}, txnNumber: {$numberLong:"
                  .formatted(way)
              + " '1'}, autocommit: false";
      String update = ", updates: [{q: {_id: 1}, u: {$inc: {v: 1}}}]" + let + of;
      done("{update: '" + collection + "'" + update + ", startTransaction: true}");
      done("{update: '" + collection + "'" + update + "}");
      BsonDocument modified =
          done(
              "{findAndModify: '"
                  + collection
                  + "', query: {_id: 1}, update: {$inc: {v: 1}}, new: true"
                  + let
                  + of
                  + "}");
      assertEquals(4, modified.getDocument("value").getInt32("v").getValue());
      assertEquals(1, stored(collection).get(0).asDocument().getInt32("v").getValue());
      assertEquals(
          1,
          client.run("{commitTransaction: 1, $db: 'admin'" + of + "}").getNumber("ok").intValue());
      assertEquals(4, stored(collection).get(0).asDocument().getInt32("v").getValue());
    }
  }
}
