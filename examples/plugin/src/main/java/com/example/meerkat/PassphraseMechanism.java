package com.example.meerkat;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.auth.AuthMechanism;
import dev.meerkat.spi.auth.CredentialStore;
import dev.meerkat.spi.auth.SaslConversation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Shows the shape of a mechanism, and is no way to protect anything: the client says the name of
 * the only guest, and then, asked for it, a passphrase that everybody can read here. Threads:
 * immutable.
 */
final class PassphraseMechanism implements AuthMechanism {
  static final String NAME = "EXAMPLE-PASSPHRASE";

  private static final String GUEST = "guest";
  private static final byte[] PASSPHRASE = "let me in".getBytes(StandardCharsets.UTF_8);

  @Override
  public SaslConversation open(String database, CredentialStore credentials) {
    return new Conversation();
  }

  @Override
  public boolean serves(String database, String user, CredentialStore credentials) {
    return user.equals(GUEST);
  }

  private static final class Conversation implements SaslConversation {
    private boolean named;
    private boolean done;

    @Override
    public byte[] step(byte[] payload) {
      if (!named) {
        check(new String(payload, StandardCharsets.UTF_8).equals(GUEST));
        named = true;
        return "the passphrase?".getBytes(StandardCharsets.UTF_8);
      }
      check(MessageDigest.isEqual(payload, PASSPHRASE));
      done = true;
      return new byte[0];
    }

    private static void check(boolean fits) {
      if (!fits) {
        throw new ServerException(ErrorCode.AUTHENTICATION_FAILED, "Authentication failed.");
      }
    }

    @Override
    public boolean isDone() {
      return done;
    }

    @Override
    public String user() {
      return GUEST;
    }
  }
}
