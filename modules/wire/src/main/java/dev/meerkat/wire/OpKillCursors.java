package dev.meerkat.wire;

import dev.meerkat.spi.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * The legacy request to close cursors, which nobody answers. Threads: immutable.
 *
 * @param cursorIds the cursors
 */
public record OpKillCursors(FrameHeader header, List<Long> cursorIds) implements Message {
  public OpKillCursors {
    cursorIds = List.copyOf(cursorIds);
  }

  static OpKillCursors parse(FrameHeader header, FrameSlice frame) {
    frame.int32();
    int count = frame.int32();
    // The count is compared in 64 bits: it is the sender's, and times eight may overflow.
    if (count < 0 || (long) count * Long.BYTES != frame.remaining()) {
      throw WireException.answerable(
          ErrorCode.PROTOCOL_ERROR, "OP_KILL_CURSORS of " + count + " cursors has another length");
    }
    List<Long> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(frame.int64());
    }
    return new OpKillCursors(header, ids);
  }
}
