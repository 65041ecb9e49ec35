package dev.meerkat.commands.auth;

import dev.meerkat.engine.Login;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import java.util.Base64;
import org.bson.BsonBinary;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The messages of a login as commands carry them: as binary data, or as text in base 64, and then
 * they are answered in the same way. Threads: immutable.
 */
final class SaslPayload {
  /** A connection has one login at a time. */
  static final int CONVERSATION_ID = 1;

  static final Field FIELD =
      Field.of("payload", BsonBytes.BINARY, BsonBytes.STRING).nullRefused().required();

  private SaslPayload() {}

  /** Hands the client's message to the login and writes the server's. */
  static void step(Login login, Fields request, DocumentBuilder reply) {
    BsonValue payload = request.value("payload", BsonNull.VALUE);
    byte[] answer = login.step(bytes(payload));
    reply.append("conversationId", new BsonInt32(CONVERSATION_ID));
    reply.appendBoolean("done", !login.isUnderWay());
    reply.append(
        "payload",
        payload.isString()
            ? new BsonString(Base64.getEncoder().encodeToString(answer))
            : new BsonBinary(answer));
  }

  private static byte[] bytes(BsonValue payload) {
    if (payload.isBinary()) {
      return payload.asBinary().getData();
    }
    try {
      return Base64.getDecoder().decode(payload.asString().getValue());
    } catch (IllegalArgumentException _) {
      throw new ServerException(ErrorCode.FAILED_TO_PARSE, "the payload is not in base 64");
    }
  }
}
