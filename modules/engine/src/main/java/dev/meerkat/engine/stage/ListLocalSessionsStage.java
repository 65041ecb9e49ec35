package dev.meerkat.engine.stage;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.session.Session;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Tells of the sessions that are alive. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/listLocalSessions/">$listLocalSessions</a>
 */
final class ListLocalSessionsStage {
  private ListLocalSessionsStage() {}

  static Stage parse(BsonValue spec) {
    if (!spec.isDocument()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "$listLocalSessions options must be specified in an object");
    }
    for (var option : spec.asDocument().entrySet()) {
      checkOption(option.getKey(), option.getValue());
    }
    return new EngineStage(
        "$listLocalSessions",
        spec,
        StageTraits.Position.FIRST_WITHOUT_COLLECTION,
        ListLocalSessionsStage::documents);
  }

  private static void checkOption(String name, BsonValue value) {
    boolean fits =
        switch (name) {
          case "allUsers" -> value.isBoolean();
          case "users" -> value.isArray();
          default ->
              throw new ServerException(
                  ErrorCode.IDL_UNKNOWN_FIELD,
                  "BSON field '$listLocalSessions." + name + "' is an unknown field.");
        };
    if (!fits) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "BSON field '$listLocalSessions." + name + "' is the wrong type");
    }
  }

  private static List<BsonDocument> documents(Operation operation, StageContext context) {
    List<BsonDocument> documents = new ArrayList<>();
    for (Session session : operation.engine().sessions().all()) {
      documents.add(
          new BsonDocument("_id", session.key().toBson())
              .append("lastUse", new BsonDateTime(session.lastUseMillis())));
    }
    return documents;
  }
}
