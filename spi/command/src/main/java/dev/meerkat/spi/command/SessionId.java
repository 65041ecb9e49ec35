package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A logical session's identifier, {@code lsid}. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/server-sessions/">Server sessions</a>
 */
public record SessionId(UUID id) {
  /** Bytes of a document with an {@code id} of 16 bytes alone. */
  private static final int PLAIN_BYTES = 30;

  private static final DocumentSchema SCHEMA =
      DocumentSchema.of(
          "lsid",
          Field.uuid("id").required(),
          Field.of("uid", BsonBytes.BINARY),
          Field.of("txnNumber", BsonBytes.INT64),
          Field.uuid("txnUUID"));

  /**
   * Sessions that were met lately, each where its bits say: clients name the same few again and
   * again. One may be put into another's place at any time.
   */
  private static final @Nullable SessionId[] RECENT = new @Nullable SessionId[1024];

  /** Parses {@code {id: UUID}} that stands at {@code offset}. */
  public static SessionId parse(byte[] array, int offset) {
    if (isPlain(array, offset)) {
      return recent(array, offset + 13);
    }
    return parse(DocumentView.borrowed(array, offset));
  }

  /**
   * The identifier whose 16 bytes stand at {@code at}: the same object as the last time for most.
   */
  private static SessionId recent(byte[] array, int at) {
    long most = Long.reverseBytes(BsonBytes.int64(array, at));
    long least = Long.reverseBytes(BsonBytes.int64(array, at + Long.BYTES));
    int place = Long.hashCode(most ^ least) & (RECENT.length - 1);
    SessionId recent = RECENT[place];
    if (recent == null
        || recent.id.getMostSignificantBits() != most
        || recent.id.getLeastSignificantBits() != least) {
      recent = new SessionId(new UUID(most, least));
      RECENT[place] = recent;
    }
    return recent;
  }

  /** Whether the document has the one form that drivers send, so that nothing must be searched. */
  private static boolean isPlain(byte[] array, int offset) {
    return BsonBytes.int32(array, offset) == PLAIN_BYTES
        && array[offset + 4] == BsonBytes.BINARY
        && array[offset + 5] == 'i'
        && array[offset + 6] == 'd'
        && array[offset + 7] == 0
        && BsonBytes.int32(array, offset + 8) == 16
        && array[offset + 12] == 4;
  }

  /** Parses {@code {id: UUID}}. */
  public static SessionId parse(DocumentView document) {
    UUID id = SCHEMA.parse(document).uuid("id");
    if (id == null) {
      throw new IllegalStateException("a required field is absent");
    }
    return new SessionId(id);
  }
}
