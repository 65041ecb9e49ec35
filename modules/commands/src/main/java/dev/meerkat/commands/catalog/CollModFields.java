package dev.meerkat.commands.catalog;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/** What collMod's fields may hold, and the form in which they are handed on. Threads: immutable. */
final class CollModFields {
  private static final DocumentSchema INDEX =
      DocumentSchema.of(
          "collMod.index",
          Field.string("name"),
          Field.document("keyPattern"),
          Field.integral("expireAfterSeconds"),
          Field.safeBool("hidden"),
          Field.safeBool("unique"),
          Field.safeBool("prepareUnique"));

  private static final DocumentSchema IMAGES =
      DocumentSchema.of("collMod.changeStreamPreAndPostImages", Field.bool("enabled").required());

  private CollModFields() {}

  static BsonDocument check(CommandRequest request, long nowMillis) {
    BsonDocument changes = request.ownFields();
    if (request.has("index")) {
      changes.put("index", index(INDEX.parse(request.document("index"))));
    }
    if (request.type(ExpireAfterSeconds.NAME) == BsonBytes.STRING) {
      if (!request.string(ExpireAfterSeconds.NAME).equals("off")) {
        throw invalid("Invalid string value for the 'expireAfterSeconds' option; it can be 'off'");
      }
    } else if (request.has(ExpireAfterSeconds.NAME)) {
      changes.put(ExpireAfterSeconds.NAME, ExpireAfterSeconds.of(request, nowMillis));
    }
    CreateRules.oneOf(request, "validationLevel", CreateRules.LEVELS);
    CreateRules.oneOf(request, "validationAction", CreateRules.ACTIONS);
    if (request.has("changeStreamPreAndPostImages")) {
      DocumentView images = request.document("changeStreamPreAndPostImages");
      boolean enabled = IMAGES.parse(images).bool("enabled", false);
      changes.put(
          "changeStreamPreAndPostImages",
          new BsonDocument("enabled", BsonBoolean.valueOf(enabled)));
    }
    for (String name : new String[] {"cappedSize", "cappedMax"}) {
      if (request.has(name)) {
        changes.put(name, new BsonInt64(request.int64(name, 0)));
      }
    }
    if (request.has("pipeline")) {
      // An element that is null is no stage.
      BsonArray stages = new BsonArray(request.array("pipeline"));
      stages.removeIf(BsonValue::isNull);
      changes.put("pipeline", stages);
    }
    dryRun(request, changes);
    return changes;
  }

  private static BsonDocument index(Fields given) {
    if (given.has("name") == given.has("keyPattern")) {
      throw invalid(
          given.has("name")
              ? "Cannot specify both key pattern and name."
              : "Must specify either index name or key pattern.");
    }
    BsonDocument index = new BsonDocument();
    if (given.has("name")) {
      index.append("name", new BsonString(given.string("name")));
    } else {
      index.append("keyPattern", given.bson("keyPattern"));
    }
    int identifiers = index.size();
    if (given.has("expireAfterSeconds")) {
      long seconds = given.int64("expireAfterSeconds", 0);
      index.append("expireAfterSeconds", new BsonInt64(Math.min(seconds, Integer.MAX_VALUE)));
    }
    for (String name : new String[] {"hidden", "unique", "prepareUnique"}) {
      if (given.has(name)) {
        index.append(name, BsonBoolean.valueOf(given.bool(name, false)));
      }
    }
    if (index.size() == identifiers) {
      throw invalid("no expireAfterSeconds, hidden, unique, or prepareUnique field");
    }
    return index;
  }

  private static void dryRun(CommandRequest request, BsonDocument changes) {
    changes.remove("dryRun");
    if (request.bool("dryRun", false)
        && !(changes.isDocument("index") && changes.getDocument("index").containsKey("unique"))) {
      throw invalid("dryRun is only supported for the unique option of an index");
    }
  }

  private static ServerException invalid(String message) {
    return new ServerException(ErrorCode.INVALID_OPTIONS, message);
  }
}
