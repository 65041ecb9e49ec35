package dev.meerkat.engine;

import dev.meerkat.engine.session.Session;
import dev.meerkat.engine.session.Sessions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.auth.SaslConversation;
import dev.meerkat.spi.command.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * The login that a connection has under way, who has come of it, and which session of theirs is in
 * use. Threads: one at a time, which is the connection's own but for a command that was left to the
 * writers' thread; that one asks for the user and the session alone. Any thread may ask for the
 * user.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/authentication/">Authentication</a>
 */
public final class Login {
  /** Steps after which a login that has not come to an end will not. */
  private static final int MAX_STEPS = 10;

  private volatile String user = "";

  /** What the connection's last command was part of, and the next one nearly always is. */
  private volatile @Nullable Session session;

  private @Nullable SaslConversation conversation;
  private String database = "";
  private int steps;

  /** Who has logged in, {@code user@database}, or empty. */
  public String user() {
    return user;
  }

  /**
   * The user's session of that name, made where there is none.
   *
   * @throws ServerException 261 where there are too many
   */
  Session session(Sessions sessions, SessionId id) {
    Session used = session;
    if (used == null || !used.is(sessions, id, user)) {
      used = sessions.use(id, user);
      session = used;
    }
    return used;
  }

  /**
   * Begins a login in the place of one that is under way.
   *
   * @param ofDatabase the database that the user belongs to
   */
  public void begin(SaslConversation begun, String ofDatabase) {
    conversation = begun;
    database = ofDatabase;
    steps = 0;
  }

  /** Whether the client is to send another message. */
  public boolean isUnderWay() {
    return conversation != null;
  }

  /**
   * Hands the client's message on and answers the server's. A failure ends the login.
   *
   * @throws ServerException 17 where no login is under way, 18 where it fails
   */
  public byte[] step(byte[] payload) {
    SaslConversation current = conversation;
    if (current == null) {
      throw new ServerException(ErrorCode.PROTOCOL_ERROR, "No SASL session state found");
    }
    conversation = null;
    if (++steps > MAX_STEPS) {
      throw new ServerException(ErrorCode.AUTHENTICATION_FAILED, "Authentication failed.");
    }
    byte[] answer = current.step(payload);
    if (current.isDone()) {
      user = current.user() + "@" + database;
    } else {
      conversation = current;
    }
    return answer;
  }

  /** Forgets who has logged in. */
  public void logout() {
    conversation = null;
    user = "";
  }
}
