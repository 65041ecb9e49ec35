package dev.meerkat.spi.auth;

/**
 * A way to log in. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/authentication/">Authentication</a>
 */
public interface AuthMechanism {
  /**
   * Begins a login.
   *
   * @param database the database that {@code saslStart} addressed
   */
  SaslConversation open(String database, CredentialStore credentials);

  /**
   * Whether a user may log in this way, so that a client which asks before it logs in is told of
   * the mechanism.
   *
   * @param database the user's own
   */
  boolean serves(String database, String user, CredentialStore credentials);
}
