package dev.meerkat.engine;

import org.bson.BsonDocument;

/**
 * What the engine knows of the client that an operation runs for. Threads: immutable.
 *
 * @param connectionId 0 for the server's own operations
 * @param remote the client's address, {@code host:port}, or empty
 * @param client the metadata that the client sent with its first hello, or an empty document
 * @param user {@code user@database} as authenticated, or empty
 */
public record ConnectionFacts(long connectionId, String remote, BsonDocument client, String user) {
  /** The server itself. */
  public static final ConnectionFacts INTERNAL = new ConnectionFacts(0, "", new BsonDocument(), "");

  /** The application's name from the metadata, or empty. */
  public String applicationName() {
    return client.get("application") instanceof BsonDocument application
            && application.isString("name")
        ? application.getString("name").getValue()
        : "";
  }
}
