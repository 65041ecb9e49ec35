package dev.meerkat.engine.session;

import dev.meerkat.spi.command.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.UuidRepresentation;

/**
 * What a logical session is known by: the client's id, and whose it is. Threads: immutable.
 *
 * @param userDigest the SHA-256 of {@code user@database} in hexadecimal; of nobody where there are
 *     no users
 */
public record SessionKey(UUID id, String userDigest) {
  private static final String NOBODY = digest("");

  /** The session {@code id} of a user, named {@code user@database} or empty. */
  public static SessionKey of(SessionId id, String user) {
    return new SessionKey(id.id(), user.isEmpty() ? NOBODY : digest(user));
  }

  /** The form that {@code $listLocalSessions} shows. */
  public BsonDocument toBson() {
    return new BsonDocument("id", new BsonBinary(id, UuidRepresentation.STANDARD))
        .append("uid", new BsonBinary(HexFormat.of().parseHex(userDigest)));
  }

  /** The bytes that stand for the session in the store. */
  byte[] toBytes() {
    byte[] uid = HexFormat.of().parseHex(userDigest);
    return ByteBuffer.allocate(16 + uid.length)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .put(uid)
        .array();
  }

  /** What a user, named {@code user@database}, is known by. */
  public static String digest(String user) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
