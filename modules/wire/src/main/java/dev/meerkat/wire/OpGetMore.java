package dev.meerkat.wire;

/**
 * The legacy request for a cursor's next batch. Threads: immutable.
 *
 * @param namespace the full collection name
 * @param batchSize documents wanted
 * @param cursorId the cursor
 */
public record OpGetMore(FrameHeader header, String namespace, int batchSize, long cursorId)
    implements Message {

  static OpGetMore parse(FrameHeader header, FrameSlice frame) {
    frame.int32();
    OpGetMore message = new OpGetMore(header, frame.cString(), frame.int32(), frame.int64());
    frame.expectEnd();
    return message;
  }
}
