package dev.meerkat.wire;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;

/**
 * Another message, compressed. Threads: immutable.
 *
 * @param originalOpCode the kind of the message inside
 * @param uncompressedSize bytes of the message inside, its header not counted
 * @param compressorId the number of the {@link Compressor}
 * @param array the frame's bytes
 * @param offset where the compressed bytes begin
 * @param length compressed bytes
 */
public record OpCompressed(
    FrameHeader header,
    int originalOpCode,
    int uncompressedSize,
    int compressorId,
    byte[] array,
    int offset,
    int length)
    implements Message {

  static OpCompressed parse(FrameHeader header, FrameSlice frame) {
    int originalOpCode = frame.int32();
    int uncompressedSize = frame.int32();
    int compressorId = frame.int8();
    if (originalOpCode == OpCode.COMPRESSED) {
      throw broken("a compressed message inside a compressed message");
    }
    if (uncompressedSize < 0 || uncompressedSize > Limits.MAX_MESSAGE_BYTES - FrameHeader.BYTES) {
      throw broken("impossible uncompressed size " + uncompressedSize);
    }
    return new OpCompressed(
        header,
        originalOpCode,
        uncompressedSize,
        compressorId,
        frame.array(),
        frame.position(),
        frame.remaining());
  }

  /**
   * The message inside, over bytes of its own.
   *
   * @throws WireException an unknown compressor, bytes that are not its work, or a broken message
   */
  public Message open() {
    Compressor compressor = Compressor.byId(compressorId);
    if (compressor == null) {
      throw broken("unknown compressor " + compressorId);
    }
    byte[] frame =
        compressor.decompress(array, offset, length, FrameHeader.BYTES, uncompressedSize);
    FrameHeader inner =
        new FrameHeader(
            FrameHeader.BYTES + uncompressedSize,
            header.requestId(),
            header.responseTo(),
            originalOpCode);
    // The header is part of what a checksum inside covers.
    inner.write(frame, 0);
    return Message.parse(inner, frame, 0);
  }

  static WireException broken(String what) {
    return WireException.fatal(ErrorCode.PROTOCOL_ERROR, "OP_COMPRESSED: " + what);
  }
}
