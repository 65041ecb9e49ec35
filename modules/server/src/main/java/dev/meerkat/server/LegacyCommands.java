package dev.meerkat.server;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.wire.OpQuery;

/** Turns a command that came as a legacy query into one of today's form. Threads: immutable. */
final class LegacyCommands {
  private static final byte[] WRAPPER = BsonBytes.nameBytes("$query");

  private LegacyCommands() {}

  /**
   * The command with {@code $db} in it.
   *
   * @param query a command whose bytes have been validated
   * @throws ServerException 352 where it is none of those that may come this way
   */
  static DocumentView modern(OpQuery query) {
    DocumentView command = unwrapped(query.query());
    int first = BsonBytes.firstElement(command.offset());
    String name =
        command.array()[first] == BsonBytes.END ? "" : BsonBytes.name(command.array(), first);
    if (!isAllowed(name)) {
      throw new ServerException(
          ErrorCode.UNSUPPORTED_OP_QUERY_COMMAND,
          "Unsupported OP_QUERY command: "
              + name
              + ". The client driver may require an upgrade. For more details see"
              + " https://dochub.mongodb.org/core/legacy-opcode-removal");
    }
    DocumentBuilder modern = new DocumentBuilder(command.length() + 64);
    modern.appendFields(command);
    modern.appendString("$db", query.database());
    return DocumentView.of(modern.toBytes());
  }

  /** What clients that do not yet know the server send. */
  private static boolean isAllowed(String name) {
    return switch (name) {
      case "hello",
          "isMaster",
          "ismaster",
          "_isSelf",
          "authenticate",
          "buildInfo",
          "buildinfo",
          "ping",
          "saslContinue",
          "saslStart" ->
          true;
      default -> false;
    };
  }

  /** Some clients put the command into {@code $query}, beside a read preference. */
  private static DocumentView unwrapped(DocumentView query) {
    int element = query.find(WRAPPER);
    if (element < 0 || query.array()[element] != BsonBytes.DOCUMENT) {
      return query;
    }
    int value = BsonBytes.valueOffset(query.array(), element);
    return DocumentView.borrowed(query.array(), value);
  }
}
