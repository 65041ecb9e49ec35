package dev.meerkat.server;

import dev.meerkat.engine.ConnectionFacts;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import dev.meerkat.wire.Compressor;
import dev.meerkat.wire.FrameHeader;
import dev.meerkat.wire.Message;
import dev.meerkat.wire.OpCode;
import dev.meerkat.wire.OpCompressed;
import dev.meerkat.wire.OpGetMore;
import dev.meerkat.wire.OpKillCursors;
import dev.meerkat.wire.OpMsg;
import dev.meerkat.wire.OpQuery;
import dev.meerkat.wire.OpReply;
import dev.meerkat.wire.OpUnsupported;
import dev.meerkat.wire.WireException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One client: reads its messages one after the other, has them answered, and writes one reply for
 * each. Threads: confined to the connection's own thread, save {@link #stopReading} and {@link
 * #cutOff}, and what an {@link Errand} does for a request while the own thread waits for it.
 */
final class Connection {
  private final Socket socket;
  private final Dispatcher dispatcher;
  private final ServerLog log;
  private final FrameReader reader;
  private final ReplySender sender;
  private final Answers answers;
  private final DocumentBuilder reply = new DocumentBuilder(1024);
  private final Handshake handshake = new Handshake();
  private final BooleanSupplier gone = this::isGone;
  private volatile ConnectionFacts facts;

  /** The request that is answered by another thread, while it is. */
  private volatile @Nullable Errand left;

  Connection(Socket socket, ConnectionFacts facts, Dispatcher dispatcher, ServerLog log)
      throws IOException {
    this.socket = socket;
    this.facts = facts;
    this.dispatcher = dispatcher;
    this.log = log;
    socket.setTcpNoDelay(true);
    this.reader = new FrameReader(socket.getInputStream());
    this.sender = new ReplySender(socket.getOutputStream(), dispatcher.counters());
    this.answers = new Answers(this, dispatcher, sender, reply);
  }

  /** What the engine knows of this client. */
  ConnectionFacts facts() {
    return facts;
  }

  /**
   * Takes note of what the client says of itself in a hello.
   *
   * @throws ServerException it may not say so, or not now
   */
  void greet(DocumentView hello) {
    BsonDocument client = handshake.client(hello);
    if (client != null) {
      facts = facts.withClient(client);
    }
  }

  /** Answers the client until it, or the server, ends the connection. */
  void serve() {
    try (socket) {
      FrameHeader header = reader.next();
      while (header != null && handle(header)) {
        awaitLeft();
        // The buffers of a large reply are of more use to others than to a client that is quiet.
        reply.clearAndShrink();
        sender.rest();
        header = reader.next();
      }
    } catch (WireException e) {
      report("Connection closed for a malformed message", e.text());
    } catch (IOException e) {
      // The client has gone: nobody is there to be told.
      report("Connection lost", e.toString());
    }
  }

  /** The message being handled is finished and answered, then the connection ends. */
  void stopReading() {
    try {
      socket.shutdownInput();
    } catch (IOException e) {
      cutOff();
    }
  }

  /** Ends the connection at once. */
  void cutOff() {
    try {
      socket.close();
    } catch (IOException e) {
      report("Closing a socket failed", e.toString());
    }
  }

  /**
   * Waits while the client is quiet.
   *
   * @param millis how long at most, above 0
   * @return whether the client was quiet all the time: it has sent nothing and is still there
   */
  boolean awaitQuiet(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      reader.awaitMore();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  /** Whether the client has closed its end; asked while it has nothing to read but an answer. */
  private boolean isGone() {
    try {
      return !awaitQuiet(1) && !reader.hasMore();
    } catch (IOException e) {
      // So it has.
      return true;
    }
  }

  /** What an operation asks that waits for data on behalf of the client. */
  BooleanSupplier gone() {
    return gone;
  }

  /** Answers false where the connection is to be closed. */
  private boolean handle(FrameHeader header) throws IOException {
    dispatcher.counters().received(header.length());
    try {
      return handle(Message.parse(header, reader.array(), reader.frameStart()));
    } catch (WireException e) {
      if (e.isFatal()) {
        throw e;
      }
      refuse(header, e);
      return true;
    }
  }

  private boolean handle(Message message) throws IOException {
    return switch (message) {
      case OpMsg request -> handleMsg(request, null);
      case OpQuery query -> handleQuery(query, null);
      case OpCompressed compressed -> handleCompressed(compressed);
      case OpGetMore getMore -> {
        sendFailure(getMore.header(), LegacyFailure.GET_MORE);
        yield true;
      }
      // Nobody reads an answer to these: as in mongod since 5.1, it is the end of the connection
      // that tells their sender that nothing was done.
      case OpKillCursors _, OpUnsupported _, OpReply _ -> false;
    };
  }

  private boolean handleCompressed(OpCompressed compressed) throws IOException {
    Message message = compressed.open();
    // What comes compressed is answered compressed, in the same way.
    Compressor compressor = Compressor.byId(compressed.compressorId());
    return switch (message) {
      case OpMsg request -> handleMsg(request, compressor);
      case OpQuery query -> handleQuery(query, compressor);
      case OpGetMore _, OpKillCursors _, OpUnsupported _, OpReply _, OpCompressed _ ->
          handle(message);
    };
  }

  private boolean handleMsg(OpMsg request, @Nullable Compressor compressor) throws IOException {
    Call call = dispatcher.parse(request, reply.clearAndShrink());
    if (call == null) {
      answers.send(request, compressor);
      return true;
    }
    if (dispatcher.mayBeLeft(call, request)) {
      Errand errand = new Errand(this, answers, call, request, compressor, dispatcher.ticker());
      if (dispatcher.leave(errand)) {
        left = errand;
        return true;
      }
    }
    return answers.run(call, request, compressor);
  }

  /**
   * Waits for a request that was left to be answered: until the client sends the next, it has been
   * as a rule.
   */
  private void awaitLeft() throws IOException {
    Errand errand = left;
    if (errand != null) {
      try {
        boolean _ = reader.awaitMore();
      } finally {
        errand.awaitDone();
        left = null;
      }
    }
  }

  /** Ends the connection where others wait for its client to read. */
  void cutOffIfStuck(long nanos) {
    Errand errand = left;
    if (errand != null && errand.isStuck(nanos)) {
      cutOff();
    }
  }

  private boolean handleQuery(OpQuery query, @Nullable Compressor compressor) throws IOException {
    if (!query.isCommand()) {
      sendFailure(query.header(), LegacyFailure.QUERY);
      return true;
    }
    return switch (dispatcher.run(this, query, reply)) {
      case HUNG_UP -> false;
      case ANSWERED, MORE -> {
        sender.reply(query.header().requestId(), OpReply.AWAIT_CAPABLE, reply.toView(), compressor);
        yield true;
      }
    };
  }

  private void refuse(FrameHeader header, WireException e) throws IOException {
    switch (header.opCode()) {
      case OpCode.MSG, OpCode.COMPRESSED -> {
        ErrorReply.write(reply.clear(), e.code(), e.text());
        sender.msg(header.requestId(), 0, reply.toView(), null);
      }
      case OpCode.QUERY, OpCode.GET_MORE ->
          sendFailure(header, new LegacyFailure(e.code().number(), e.text()));
      default -> throw e;
    }
  }

  private void sendFailure(FrameHeader header, LegacyFailure failure) throws IOException {
    failure.write(reply.clear());
    sender.reply(header.requestId(), OpReply.QUERY_FAILURE, reply.toView(), null);
  }

  static String address(InetAddress address, int port) {
    String host = address.getHostAddress();
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }

  private void report(String text, String reason) {
    log.debug(
        LogLine.network(
            7_700_005, text, Map.of("connectionId", facts.connectionId(), "reason", reason)));
  }
}
