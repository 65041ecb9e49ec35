package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import java.util.UUID;

/**
 * A logical session's identifier, {@code lsid}. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/server-sessions/">Server sessions</a>
 */
public record SessionId(UUID id) {
  private static final DocumentSchema SCHEMA =
      DocumentSchema.of(
          "lsid",
          Field.uuid("id").required(),
          Field.of("uid", BsonBytes.BINARY),
          Field.of("txnNumber", BsonBytes.INT64),
          Field.uuid("txnUUID"));

  /** Parses {@code {id: UUID}} that stands at {@code offset}. */
  public static SessionId parse(byte[] array, int offset) {
    return parse(DocumentView.borrowed(array, offset, BsonBytes.int32(array, offset)));
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
