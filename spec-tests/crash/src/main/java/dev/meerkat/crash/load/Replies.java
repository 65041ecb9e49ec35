package dev.meerkat.crash.load;

import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;

/** Answers of the server, reduced to what a repeated command must repeat. Threads: stateless. */
final class Replies {
  private static final List<String> NUMBERS =
      List.of("ok", "code", "n", "nModified", "nErrors", "nInserted", "nDeleted", "nUpserted");

  private Replies() {}

  /** Numbers as int64, {@code value}, the ids of upserts, and index and code of each error. */
  static BsonDocument outline(BsonDocument answer) {
    BsonDocument outline = new BsonDocument();
    for (String name : NUMBERS) {
      if (answer.containsKey(name)) {
        outline.append(name, number(answer.get(name)));
      }
    }
    if (answer.containsKey("value")) {
      outline.append("value", answer.get("value"));
    }
    if (answer.containsKey("upserted")) {
      outline.append("upserted", answer.get("upserted"));
    }
    if (answer.containsKey("writeErrors")) {
      BsonArray errors = new BsonArray();
      for (BsonValue error : answer.getArray("writeErrors")) {
        BsonDocument document = error.asDocument();
        errors.add(
            new BsonDocument("index", number(document.get("index")))
                .append("code", number(document.get("code"))));
      }
      outline.append("writeErrors", errors);
    }
    if (answer.containsKey("writeConcernError")) {
      outline.append("writeConcernError", answer.get("writeConcernError"));
    }
    return outline;
  }

  static boolean matches(BsonDocument expected, BsonDocument outline) {
    for (Map.Entry<String, BsonValue> field : expected.entrySet()) {
      if (!field.getValue().equals(outline.get(field.getKey()))) {
        return false;
      }
    }
    return !outline.containsKey("writeConcernError")
        && expected.containsKey("writeErrors") == outline.containsKey("writeErrors")
        && (expected.containsKey("ok") || outline.getInt64("ok").getValue() == 1);
  }

  private static BsonInt64 number(BsonValue value) {
    return new BsonInt64(value.asNumber().longValue());
  }
}
