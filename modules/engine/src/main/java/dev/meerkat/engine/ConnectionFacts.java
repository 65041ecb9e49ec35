package dev.meerkat.engine;

import java.util.UUID;
import org.bson.BsonDocument;

/**
 * What the engine knows of the client that an operation runs for. Threads: immutable, save for its
 * login.
 *
 * @param connectionId 0 for the server's own operations
 * @param remote the client's address, {@code host:port}, or empty
 * @param serverAddress where the client reaches the server, {@code host:port}, or empty
 * @param uuid the connection's own identifier
 * @param client the metadata that the client sent with its first hello, or an empty document
 * @param login who has logged in, and who is about to
 */
public record ConnectionFacts(
    long connectionId,
    String remote,
    String serverAddress,
    UUID uuid,
    BsonDocument client,
    Login login) {
  /** The server itself. */
  public static final ConnectionFacts INTERNAL =
      new ConnectionFacts(0, "", "", new UUID(0, 0), new BsonDocument(), new Login());

  /** The same client, with what it says of itself. */
  public ConnectionFacts withClient(BsonDocument metadata) {
    return new ConnectionFacts(connectionId, remote, serverAddress, uuid, metadata, login);
  }

  /** Whether the client runs on the server's own machine. */
  public boolean isLocal() {
    return !remote.contains(":")
        || remote.startsWith("127.")
        || remote.startsWith("[0:0:0:0:0:0:0:1]:")
        || remote.startsWith("[0:0:0:0:0:0:0:1%");
  }

  /** {@code user@database} as authenticated, or empty. */
  public String user() {
    return login.user();
  }

  /** The application's name from the metadata, or empty. */
  public String applicationName() {
    return client.get("application") instanceof BsonDocument application
            && application.isString("name")
        ? application.getString("name").getValue()
        : "";
  }
}
