package dev.meerkat.engine.stage;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.session.Session;
import dev.meerkat.engine.session.SessionKey;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private static final DocumentSchema OPTIONS =
      DocumentSchema.of("$listLocalSessions", Field.bool("allUsers"), Field.array("users"));
  private static final DocumentSchema USER =
      DocumentSchema.of(
          "$listLocalSessions.users",
          Field.string("user").required(),
          Field.string("db").required());

  private ListLocalSessionsStage() {}

  static Stage parse(BsonValue spec) {
    if (!spec.isDocument()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "$listLocalSessions options must be specified in an object");
    }
    Fields options = OPTIONS.parse(DocumentView.of(spec.asDocument()));
    Set<String> users = users(options);
    boolean allUsers = options.bool("allUsers", false);
    if (allUsers && !users.isEmpty()) {
      throw new ServerException(
          new ErrorCode(12, "UnsupportedFormat"),
          "$listLocalSessions may not specify both 'users' and 'allUsers'");
    }
    return new EngineStage(
        "$listLocalSessions",
        spec,
        StageTraits.Position.FIRST_WITHOUT_COLLECTION,
        (operation, _) -> documents(operation, allUsers, users));
  }

  /** The digests of the users that are asked for. */
  private static Set<String> users(Fields options) {
    Set<String> users = new HashSet<>();
    if (!options.has("users")) {
      return users;
    }
    for (BsonValue element : options.array("users")) {
      if (element.isNull()) {
        continue;
      }
      if (!element.isDocument()) {
        throw new ServerException(
            ErrorCode.TYPE_MISMATCH,
            "BSON field '$listLocalSessions.users' is an array of documents");
      }
      Fields user = USER.parse(DocumentView.of(element.asDocument()));
      users.add(SessionKey.digest(user.string("user") + "@" + user.string("db")));
    }
    return users;
  }

  /** Without an option one sees one's own sessions; without users everybody is nobody. */
  private static List<BsonDocument> documents(
      Operation operation, boolean allUsers, Set<String> users) {
    String own = SessionKey.digest(operation.connection().user());
    List<BsonDocument> documents = new ArrayList<>();
    for (Session session : operation.engine().sessions().all()) {
      String digest = session.key().userDigest();
      if (allUsers || (users.isEmpty() ? digest.equals(own) : users.contains(digest))) {
        documents.add(
            new BsonDocument("_id", session.key().toBson())
                .append("lastUse", new BsonDateTime(session.lastUseMillis())));
      }
    }
    return documents;
  }
}
