package dev.meerkat.wire;

import dev.meerkat.spi.ErrorCode;

/**
 * One message of the wire protocol. Its documents are slices of the frame that it was parsed from
 * and are valid as long as those bytes stand. Threads: immutable.
 */
public sealed interface Message
    permits OpMsg, OpQuery, OpGetMore, OpKillCursors, OpReply, OpCompressed, OpUnsupported {

  FrameHeader header();

  /**
   * Parses a whole frame.
   *
   * <p>Lengths, counts and terminators are checked; the fields inside documents are not.
   *
   * @param array holds {@code header.length()} bytes of the frame from {@code offset} on
   * @param header what {@link FrameHeader#parse} has read at {@code offset}
   * @throws WireException the frame is not what it says
   */
  static Message parse(FrameHeader header, byte[] array, int offset) {
    FrameSlice body = new FrameSlice(array, offset + FrameHeader.BYTES, offset + header.length());
    return switch (header.opCode()) {
      case OpCode.MSG -> OpMsg.parse(header, body, offset);
      case OpCode.QUERY -> OpQuery.parse(header, body);
      case OpCode.GET_MORE -> OpGetMore.parse(header, body);
      case OpCode.KILL_CURSORS -> OpKillCursors.parse(header, body);
      case OpCode.REPLY -> OpReply.parse(header, body);
      case OpCode.COMPRESSED -> OpCompressed.parse(header, body);
      case OpCode.INSERT, OpCode.UPDATE, OpCode.DELETE -> new OpUnsupported(header);
      default ->
          throw WireException.fatal(ErrorCode.PROTOCOL_ERROR, "unknown opcode " + header.opCode());
    };
  }
}
