package dev.meerkat.server;

import dev.meerkat.engine.Counters;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.wire.Compressor;
import dev.meerkat.wire.FrameWriter;
import dev.meerkat.wire.OpMsg;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Frames a connection's replies and sends them. Threads: used by one at a time, the one that
 * answers the connection's request.
 */
final class ReplySender {
  /** Copying less than this costs less than another call of the system. */
  private static final int APART_BYTES = 64 * 1024;

  private final OutputStream output;
  private final Counters counters;
  private final FrameWriter writer = new FrameWriter();
  private int lastId;

  ReplySender(OutputStream output, Counters counters) {
    this.output = output;
    this.counters = counters;
  }

  /** The id of the reply that was sent last. */
  int lastId() {
    return lastId;
  }

  /** Gives up what only a large reply needs. */
  void rest() {
    writer.clear();
  }

  void msg(int responseTo, int flags, DocumentView document, @Nullable Compressor compressor)
      throws IOException {
    writer.clear();
    if (document.length() < APART_BYTES
        || compressor != null
        || (flags & OpMsg.CHECKSUM_PRESENT) != 0) {
      writer.opMsg(++lastId, responseTo, flags, document);
      send(compressor);
    } else {
      writer.opMsgBeforeBody(++lastId, responseTo, flags, document.length());
      send(null);
      counters.sent(document.length());
      output.write(document.array(), document.offset(), document.length());
    }
  }

  /** Sends a reply of the legacy protocol. */
  void reply(int responseTo, int flags, DocumentView document, @Nullable Compressor compressor)
      throws IOException {
    writer.clear();
    writer.opReply(++lastId, responseTo, flags, document);
    send(compressor);
  }

  private void send(@Nullable Compressor compressor) throws IOException {
    if (compressor != null) {
      writer.compress(compressor);
    }
    counters.sent(writer.length());
    output.write(writer.array(), 0, writer.length());
  }
}
