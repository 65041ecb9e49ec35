package dev.meerkat.spi.auth;

/** One login in progress. Threads: confined to one connection. */
public interface SaslConversation {
  /**
   * Takes the client's next message and answers the server's.
   *
   * @throws dev.meerkat.spi.ServerException 18 AuthenticationFailed
   */
  byte[] step(byte[] payload);

  /** Whether the login has succeeded; {@link #user()} is known then. */
  boolean isDone();

  /** The name of the user who has logged in; called only when {@link #isDone()}. */
  String user();
}
