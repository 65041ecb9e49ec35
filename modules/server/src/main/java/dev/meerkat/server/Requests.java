package dev.meerkat.server;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSequence;
import dev.meerkat.values.BsonValidator;
import dev.meerkat.wire.OpMsg;
import java.util.ArrayList;
import java.util.List;

/** Reads what is common to all requests, whichever command they name. Threads: immutable. */
final class Requests {
  private static final byte[] DATABASE = BsonBytes.nameBytes("$db");
  private static final byte[] CURSOR = BsonBytes.nameBytes("cursor");
  private static final byte[] ID = BsonBytes.nameBytes("id");

  private static final BsonValidator VALIDATOR = new BsonValidator(Limits.MAX_COMMAND_DEPTH);

  private Requests() {}

  /**
   * Checks that all documents of a message are BSON throughout.
   *
   * @throws ServerException 22 InvalidBSON, or 15 where one is too deep
   */
  static void validate(OpMsg message) {
    validate(message.body());
    for (int i = 0; i < message.sequences().size(); i++) {
      dev.meerkat.wire.DocumentSequence sequence = message.sequences().get(i);
      int position = sequence.offset();
      int end = position + sequence.length();
      while (position < end) {
        position += VALIDATOR.validate(sequence.array(), position, end);
      }
    }
  }

  static void validate(DocumentView document) {
    int _ =
        VALIDATOR.validate(
            document.array(), document.offset(), document.offset() + document.length());
  }

  /** The document sequences of a message as commands take them. */
  static List<DocumentSequence> sequences(OpMsg message) {
    if (message.sequences().isEmpty()) {
      return List.of();
    }
    List<DocumentSequence> sequences = new ArrayList<>(message.sequences().size());
    for (dev.meerkat.wire.DocumentSequence sequence : message.sequences()) {
      sequences.add(new DocumentSequence(sequence.name(), sequence.documents()));
    }
    return sequences;
  }

  /** The database that a command addresses. */
  static String database(DocumentView body) {
    int element = body.find(DATABASE);
    if (element < 0) {
      throw new ServerException(
          ErrorCode.location(40571), "OP_MSG requests require a $db argument");
    }
    byte[] array = body.array();
    if (array[element] != BsonBytes.STRING) {
      throw new ServerException(ErrorCode.TYPE_MISMATCH, "Field '$db' must be a string");
    }
    return BsonBytes.recurring(array, BsonBytes.valueOffset(array, element));
  }

  /** Whether a reply says that its cursor has more. */
  static boolean hasOpenCursor(DocumentView reply) {
    byte[] array = reply.array();
    int cursor = reply.find(CURSOR);
    if (cursor < 0 || array[cursor] != BsonBytes.DOCUMENT) {
      return false;
    }
    int id = BsonBytes.findElement(array, BsonBytes.valueOffset(array, cursor), ID);
    return id >= 0
        && array[id] == BsonBytes.INT64
        && BsonBytes.int64(array, BsonBytes.valueOffset(array, id)) != 0;
  }
}
