package dev.meerkat.server;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.wire.Compressor;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What client and server settle about their connection while they greet each other, besides what
 * the hello command answers. Threads: confined to one connection.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/hello/">hello</a>
 */
final class Handshake {
  private static final int MAX_CLIENT_BYTES = 512;
  private static final int MAX_APPLICATION_NAME_BYTES = 128;
  private static final byte[] CLIENT = BsonBytes.nameBytes("client");
  private static final byte[] COMPRESSION = BsonBytes.nameBytes("compression");
  private static final byte[] TOPOLOGY_VERSION = BsonBytes.nameBytes("topologyVersion");
  private static final byte[] MAX_AWAIT_TIME = BsonBytes.nameBytes("maxAwaitTimeMS");

  private boolean hasClient;

  static boolean isHello(String command) {
    return switch (command) {
      case "hello", "isMaster", "ismaster" -> true;
      default -> false;
    };
  }

  /**
   * What the client says of itself in this hello, or null where it says nothing.
   *
   * @throws ServerException it has said so before, or it is not what the handshake asks for
   */
  @Nullable BsonDocument client(DocumentView hello) {
    int element = hello.find(CLIENT);
    if (element < 0 || hello.array()[element] != BsonBytes.DOCUMENT) {
      return null;
    }
    if (hasClient) {
      throw new ServerException(
          ErrorCode.CLIENT_METADATA_CANNOT_BE_MUTATED,
          "The client metadata document may only be sent in the first hello");
    }
    int value = BsonBytes.valueOffset(hello.array(), element);
    if (BsonBytes.int32(hello.array(), value) > MAX_CLIENT_BYTES) {
      throw new ServerException(
          ErrorCode.CLIENT_METADATA_DOCUMENT_TOO_LARGE,
          "The client metadata document must be less then or equal to "
              + MAX_CLIENT_BYTES
              + " bytes");
    }
    BsonDocument client = BsonBytes.decodeDocument(hello.array(), value);
    checkNames(client);
    hasClient = true;
    return client;
  }

  /** Answers in a hello's reply which of the client's compressors may be used. */
  static void writeCompression(DocumentView hello, DocumentBuilder reply) {
    int element = hello.find(COMPRESSION);
    if (element < 0 || hello.array()[element] != BsonBytes.ARRAY) {
      return;
    }
    byte[] array = hello.array();
    int mark = reply.mark();
    boolean any = false;
    reply.beginArray(COMPRESSION);
    int item = BsonBytes.firstElement(BsonBytes.valueOffset(array, element));
    for (; array[item] != BsonBytes.END; item = BsonBytes.nextElement(array, item)) {
      if (array[item] == BsonBytes.STRING) {
        String name = BsonBytes.string(array, BsonBytes.valueOffset(array, item));
        if (Compressor.NAMES.contains(name)) {
          reply.appendString(reply.nextIndex(), name);
          any = true;
        }
      }
    }
    reply.end();
    if (!any) {
      reply.rewind(mark);
    }
  }

  /**
   * How long this hello may be kept waiting for a change of topology, or 0 where it is not one that
   * waits. What is wrong with its fields is the hello command's business.
   */
  static int waitMillis(DocumentView hello) {
    int wait = hello.find(MAX_AWAIT_TIME);
    if (wait < 0 || hello.find(TOPOLOGY_VERSION) < 0) {
      return 0;
    }
    double millis = decode(hello, wait) instanceof BsonNumber n ? n.doubleValue() : 0;
    return (int) Math.clamp(millis, 0, Integer.MAX_VALUE);
  }

  /**
   * Whether the client knows of the topology as it is.
   *
   * @param reply what a hello answers now
   */
  static boolean knowsTopology(DocumentView hello, DocumentView reply) {
    int known = hello.find(TOPOLOGY_VERSION);
    int actual = reply.find(TOPOLOGY_VERSION);
    return known >= 0 && actual >= 0 && decode(hello, known).equals(decode(reply, actual));
  }

  private static BsonValue decode(DocumentView document, int element) {
    byte[] array = document.array();
    return BsonBytes.decode(array, array[element], BsonBytes.valueOffset(array, element));
  }

  private static void checkNames(BsonDocument client) {
    if (client.get("application") instanceof BsonDocument application
        && application.get("name") instanceof BsonString name
        && BsonBytes.nameBytes(name.getValue()).length > MAX_APPLICATION_NAME_BYTES) {
      throw new ServerException(
          ErrorCode.CLIENT_METADATA_APP_NAME_TOO_LARGE,
          "The 'application.name' field must be less then or equal to "
              + MAX_APPLICATION_NAME_BYTES
              + " bytes");
    }
    requireString(client, "driver", "name");
    requireString(client, "driver", "version");
    requireString(client, "os", "type");
  }

  private static void requireString(BsonDocument client, String group, String field) {
    if (!(client.get(group) instanceof BsonDocument part && part.isString(field))) {
      throw new ServerException(
          ErrorCode.CLIENT_METADATA_MISSING_FIELD,
          "Missing required sub-document '"
              + group
              + "."
              + field
              + "' in the client metadata document");
    }
  }
}
