package dev.meerkat.engine.stage;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.engine.session.SessionRecords;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Tells of the sessions that {@code config.system.sessions} knows. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/listSessions/">$listSessions</a>
 */
final class ListSessionsStage {
  private ListSessionsStage() {}

  /**
   * @throws ServerException 73 for any other collection
   */
  static Stage parse(BsonValue spec, ParseScope scope) {
    if (!scope.namespace().equals(SessionRecords.NAMESPACE)) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE,
          "$listSessions may only be run against " + SessionRecords.NAMESPACE.fullName());
    }
    SessionChoice choice = SessionChoice.parse("$listSessions", spec);
    return new EngineStage(
        "$listSessions",
        spec,
        StageTraits.Position.FIRST,
        (operation, _) -> documents(operation, choice));
  }

  private static List<BsonDocument> documents(Operation operation, SessionChoice choice) {
    List<BsonDocument> documents = new ArrayList<>();
    FindRequest all = FindRequest.of(SessionRecords.NAMESPACE, new BsonDocument());
    try (OpenCursor opened = operation.engine().reads().find(operation, all)) {
      Cursor cursor = opened.documents();
      while (cursor.advance()) {
        BsonDocument document = cursor.current().toBson();
        if (document.get("_id") instanceof BsonDocument id
            && id.isBinary("uid")
            && choice.takes(HexFormat.of().formatHex(id.getBinary("uid").getData()), operation)) {
          documents.add(document);
        }
      }
    }
    return documents;
  }
}
