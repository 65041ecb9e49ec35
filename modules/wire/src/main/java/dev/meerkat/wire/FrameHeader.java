package dev.meerkat.wire;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;

/**
 * The sixteen bytes that every frame begins with. Threads: immutable.
 *
 * @param length bytes of the whole frame, 16 to 48 000 000
 * @param requestId the sender's number for this frame
 * @param responseTo in a reply, the {@code requestId} that it answers
 * @param opCode the kind of message, one of {@link OpCode}
 */
public record FrameHeader(int length, int requestId, int responseTo, int opCode) {
  /** Bytes of a header. */
  public static final int BYTES = 16;

  /**
   * Reads the header at {@code offset}, of which sixteen bytes must be there.
   *
   * @throws WireException fatal, where the length is not one that a frame may have
   */
  public static FrameHeader parse(byte[] array, int offset) {
    int length = BsonBytes.int32(array, offset);
    if (length < BYTES || length > Limits.MAX_MESSAGE_BYTES) {
      throw WireException.fatal(
          ErrorCode.PROTOCOL_ERROR,
          "message length "
              + length
              + " is not between "
              + BYTES
              + " and "
              + Limits.MAX_MESSAGE_BYTES);
    }
    return new FrameHeader(
        length,
        BsonBytes.int32(array, offset + 4),
        BsonBytes.int32(array, offset + 8),
        BsonBytes.int32(array, offset + 12));
  }

  void write(byte[] array, int offset) {
    BsonBytes.putInt32(array, offset, length);
    BsonBytes.putInt32(array, offset + 4, requestId);
    BsonBytes.putInt32(array, offset + 8, responseTo);
    BsonBytes.putInt32(array, offset + 12, opCode);
  }
}
