package dev.meerkat.server;

import dev.meerkat.engine.MustWait;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.wire.Compressor;
import dev.meerkat.wire.OpMsg;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a connection's requests and sends the replies. Threads: used by one at a time, the
 * connection's own or that of an {@link Errand}.
 */
final class Answers {
  private final Connection connection;
  private final Dispatcher dispatcher;
  private final ReplySender sender;
  private final DocumentBuilder reply;

  /**
   * @param reply in which replies are written
   */
  Answers(Connection connection, Dispatcher dispatcher, ReplySender sender, DocumentBuilder reply) {
    this.connection = connection;
    this.dispatcher = dispatcher;
    this.sender = sender;
    this.reply = reply;
  }

  /** Runs a request and sends all replies to it; false where the connection is to be closed. */
  boolean run(Call call, OpMsg request, @Nullable Compressor compressor) throws IOException {
    int responseTo = request.header().requestId();
    boolean repeated = false;
    while (true) {
      Outcome outcome =
          dispatcher.run(connection, call, request.isExhaustAllowed(), repeated, reply.clear());
      if (outcome == Outcome.HUNG_UP) {
        return false;
      }
      send(request, responseTo, outcome == Outcome.MORE ? OpMsg.MORE_TO_COME : 0, compressor);
      if (outcome == Outcome.ANSWERED || request.isMoreToCome()) {
        return true;
      }
      // Each of several replies names the one before it, not the request.
      responseTo = sender.lastId();
      repeated = true;
    }
  }

  /**
   * Runs a request on a thread that has other clients to answer; {@link #send} follows.
   *
   * @return false where the connection is to be closed
   * @throws MustWait nothing has been done; it is to be run by a thread that may wait
   */
  boolean runWithoutWaiting(Call call) {
    return dispatcher.runLeft(connection, call, reply.clear()) != Outcome.HUNG_UP;
  }

  /** The length of the reply that has been written. */
  int replyBytes() {
    return reply.size();
  }

  /** Sends the reply that has been written, the only one to its request. */
  void send(OpMsg request, @Nullable Compressor compressor) throws IOException {
    send(request, request.header().requestId(), 0, compressor);
  }

  private void send(OpMsg request, int responseTo, int more, @Nullable Compressor compressor)
      throws IOException {
    if (!request.isMoreToCome()) {
      int flags = request.flags() & OpMsg.CHECKSUM_PRESENT | more;
      sender.msg(responseTo, flags, reply.toView(), compressor);
    }
  }
}
