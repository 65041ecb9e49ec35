package dev.meerkat.wire;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a legacy message. Threads: immutable.
 *
 * @param flags {@link #QUERY_FAILURE}, {@link #AWAIT_CAPABLE}
 * @param cursorId 0 where there is nothing more to fetch
 * @param startingFrom place of the first document in the cursor
 * @param documents the reply's documents
 */
public record OpReply(
    FrameHeader header, int flags, long cursorId, int startingFrom, List<DocumentView> documents)
    implements Message {
  /** The one document is an error, with {@code $err} and {@code code}. */
  public static final int QUERY_FAILURE = 1 << 1;

  /** The server can wait for data; every server of today says so. */
  public static final int AWAIT_CAPABLE = 1 << 3;

  public OpReply {
    documents = List.copyOf(documents);
  }

  static OpReply parse(FrameHeader header, FrameSlice frame) {
    int flags = frame.int32();
    long cursorId = frame.int64();
    int startingFrom = frame.int32();
    int count = frame.int32();
    List<DocumentView> documents = new ArrayList<>();
    while (frame.remaining() > 0) {
      documents.add(frame.document());
    }
    if (documents.size() != count) {
      throw WireException.answerable(
          ErrorCode.PROTOCOL_ERROR, "OP_REPLY of " + count + " documents has another number");
    }
    return new OpReply(header, flags, cursorId, startingFrom, documents);
  }
}
