package dev.meerkat.engine.stage;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.session.SessionKey;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import java.util.HashSet;
import java.util.Set;
import org.bson.BsonValue;

/**
 * Whose sessions are to be told of. Threads: immutable.
 *
 * @param users digests of users; none without the option
 */
record SessionChoice(boolean allUsers, Set<String> users) {
  /**
   * @throws ServerException 14, 12, 40415, 40414
   */
  static SessionChoice parse(String stage, BsonValue spec) {
    if (!spec.isDocument()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, stage + " options must be specified in an object");
    }
    DocumentSchema schema = DocumentSchema.of(stage, Field.bool("allUsers"), Field.array("users"));
    Fields options = schema.parse(DocumentView.of(spec.asDocument()));
    Set<String> users = users(stage, options);
    boolean allUsers = options.bool("allUsers", false);
    if (allUsers && !users.isEmpty()) {
      throw new ServerException(
          new ErrorCode(12, "UnsupportedFormat"),
          stage + " may not specify both 'users' and 'allUsers'");
    }
    return new SessionChoice(allUsers, users);
  }

  private static Set<String> users(String stage, Fields options) {
    Set<String> users = new HashSet<>();
    if (!options.has("users")) {
      return users;
    }
    DocumentSchema schema =
        DocumentSchema.of(
            stage + ".users", Field.string("user").required(), Field.string("db").required());
    for (BsonValue element : options.array("users")) {
      if (element.isNull()) {
        continue;
      }
      if (!element.isDocument()) {
        throw new ServerException(
            ErrorCode.TYPE_MISMATCH, "BSON field '" + stage + ".users' is an array of documents");
      }
      Fields user = schema.parse(DocumentView.of(element.asDocument()));
      users.add(SessionKey.digest(user.string("user") + "@" + user.string("db")));
    }
    return users;
  }

  /** Without an option one sees one's own sessions; without users everybody is nobody. */
  boolean takes(String digest, Operation operation) {
    return allUsers
        || (users.isEmpty()
            ? digest.equals(SessionKey.digest(operation.connection().user()))
            : users.contains(digest));
  }
}
