package dev.meerkat.engine.stage;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.session.Session;
import dev.meerkat.spi.query.Stage;
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
    SessionChoice choice = SessionChoice.parse("$listLocalSessions", spec);
    return new EngineStage(
        "$listLocalSessions",
        spec,
        StageTraits.Position.FIRST_WITHOUT_COLLECTION,
        (operation, _) -> documents(operation, choice));
  }

  private static List<BsonDocument> documents(Operation operation, SessionChoice choice) {
    List<BsonDocument> documents = new ArrayList<>();
    for (Session session : operation.engine().sessions().all()) {
      if (choice.takes(session.key().userDigest(), operation)) {
        documents.add(
            new BsonDocument("_id", session.key().toBson())
                .append("lastUse", new BsonDateTime(session.lastUseMillis())));
      }
    }
    return documents;
  }
}
