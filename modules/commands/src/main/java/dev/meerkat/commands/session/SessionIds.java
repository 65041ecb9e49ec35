package dev.meerkat.commands.session;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.session.Session;
import dev.meerkat.engine.session.SessionKey;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The sessions that a command names. Threads: immutable. */
final class SessionIds {
  private static final UUID NOBODY = new UUID(0, 0);

  private SessionIds() {}

  static List<SessionId> parse(CommandRequest request, String field) {
    List<SessionId> ids = new ArrayList<>();
    for (DocumentView document : request.documents(field)) {
      ids.add(SessionId.parse(document));
    }
    return ids;
  }

  /** The sessions of the user who asks. */
  static List<SessionKey> ofUser(Operation operation) {
    return ofUser(operation, operation.connection().user());
  }

  /**
   * The sessions of a user.
   *
   * @param user {@code user@database}, or empty
   */
  static List<SessionKey> ofUser(Operation operation, String user) {
    String digest = SessionKey.of(new SessionId(NOBODY), user).userDigest();
    List<SessionKey> keys = new ArrayList<>();
    for (Session session : operation.engine().sessions().all()) {
      if (session.key().userDigest().equals(digest)) {
        keys.add(session.key());
      }
    }
    return keys;
  }
}
