package dev.meerkat.engine;

import java.util.UUID;
import org.bson.BsonDocument;

/**
 * What the engine knows of the client that an operation runs for. Threads: immutable.
 *
 * @param connectionId 0 for the server's own operations
 * @param remote the client's address, {@code host:port}, or empty
 * @param serverAddress where the client reaches the server, {@code host:port}, or empty
 * @param uuid the connection's own identifier
 * @param client the metadata that the client sent with its first hello, or an empty document
 * @param user {@code user@database} as authenticated, or empty
 */
public record ConnectionFacts(
    long connectionId,
    String remote,
    String serverAddress,
    UUID uuid,
    BsonDocument client,
    String user) {
  /** The server itself. */
  public static final ConnectionFacts INTERNAL =
      new ConnectionFacts(0, "", "", new UUID(0, 0), new BsonDocument(), "");

  /** The same client, with what it says of itself. */
  public ConnectionFacts withClient(BsonDocument metadata) {
    return new ConnectionFacts(connectionId, remote, serverAddress, uuid, metadata, user);
  }

  /** The application's name from the metadata, or empty. */
  public String applicationName() {
    return client.get("application") instanceof BsonDocument application
            && application.isString("name")
        ? application.getString("name").getValue()
        : "";
  }
}
