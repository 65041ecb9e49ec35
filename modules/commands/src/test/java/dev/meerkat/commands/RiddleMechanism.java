package dev.meerkat.commands;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.auth.AuthMechanism;
import dev.meerkat.spi.auth.CredentialStore;
import dev.meerkat.spi.auth.SaslConversation;
import java.nio.charset.StandardCharsets;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * The least mechanism of two steps: the client says its name, is asked a riddle, and must know the
 * answer. Threads: immutable.
 */
final class RiddleMechanism implements AuthMechanism {
  static final String NAME = "RIDDLE";

  /** One user, {@code ada} of {@code test}. */
  static CredentialStore users() {
    return (database, user, mechanism) ->
        database.equals("test") && user.equals("ada") && mechanism.equals(NAME)
            ? new BsonDocument("riddle", new BsonString("6 * 7"))
                .append("answer", new BsonString("42"))
            : null;
  }

  @Override
  public SaslConversation open(String database, CredentialStore credentials) {
    return new Conversation(database, credentials);
  }

  @Override
  public boolean serves(String database, String user, CredentialStore credentials) {
    return credentials.credentials(database, user, NAME) != null;
  }

  private static final class Conversation implements SaslConversation {
    private final String database;
    private final CredentialStore credentials;
    private @Nullable BsonDocument known;
    private String user = "";
    private boolean done;

    Conversation(String database, CredentialStore credentials) {
      this.database = database;
      this.credentials = credentials;
    }

    @Override
    public byte[] step(byte[] payload) {
      String said = new String(payload, StandardCharsets.UTF_8);
      BsonDocument asked = known;
      if (asked == null) {
        BsonDocument found = credentials.credentials(database, said, NAME);
        known = found;
        user = said;
        if (found == null) {
          throw refusal();
        }
        return found.getString("riddle").getValue().getBytes(StandardCharsets.UTF_8);
      }
      if (done || !asked.getString("answer").getValue().equals(said)) {
        throw refusal();
      }
      done = true;
      return new byte[0];
    }

    private static ServerException refusal() {
      return new ServerException(ErrorCode.AUTHENTICATION_FAILED, "Authentication failed.");
    }

    @Override
    public boolean isDone() {
      return done;
    }

    @Override
    public String user() {
      return user;
    }
  }
}
