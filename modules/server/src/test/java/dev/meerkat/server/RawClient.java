package dev.meerkat.server;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.wire.Compressor;
import dev.meerkat.wire.DocumentSequence;
import dev.meerkat.wire.FrameHeader;
import dev.meerkat.wire.FrameWriter;
import dev.meerkat.wire.Message;
import dev.meerkat.wire.OpCode;
import dev.meerkat.wire.OpCompressed;
import dev.meerkat.wire.OpMsg;
import dev.meerkat.wire.OpReply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** A client that sends exactly what a test wants. Threads: confined to one test. */
final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final FrameReader reader;
  private final FrameWriter writer = new FrameWriter();
  private int lastRequestId = 100;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    reader = new FrameReader(socket.getInputStream());
  }

  /** A document as JSON that keeps every type, for use inside another command. */
  static String exact(BsonDocument document) {
    return document.toJson(JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build());
  }

  /** Runs a command and answers its reply. */
  BsonDocument run(String command) throws IOException {
    int id = send(0, command);
    OpMsg reply = receive();
    if (reply.header().responseTo() != id) {
      throw new AssertionError("an answer to " + reply.header().responseTo() + ", not to " + id);
    }
    return reply.body().toBson();
  }

  /** Sends a command; answers its number. */
  int send(int flags, String command) throws IOException {
    writer.clear();
    writer.opMsg(++lastRequestId, 0, flags, DocumentView.of(BsonDocument.parse(command)));
    write();
    return lastRequestId;
  }

  int sendCompressed(Compressor compressor, String command) throws IOException {
    writer.clear();
    writer.opMsg(++lastRequestId, 0, 0, DocumentView.of(BsonDocument.parse(command)));
    writer.compress(compressor);
    write();
    return lastRequestId;
  }

  int sendWithSequence(String command, String field, String... documents) throws IOException {
    byte[] all = new byte[0];
    for (String json : documents) {
      byte[] one = DocumentView.of(BsonDocument.parse(json)).toBytes();
      all = Arrays.copyOf(all, all.length + one.length);
      System.arraycopy(one, 0, all, all.length - one.length, one.length);
    }
    writer.clear();
    writer.opMsg(
        new OpMsg(
            new FrameHeader(0, ++lastRequestId, 0, OpCode.MSG),
            0,
            DocumentView.of(BsonDocument.parse(command)),
            List.of(new DocumentSequence(field, all, 0, all.length, documents.length))));
    write();
    return lastRequestId;
  }

  OpReply runLegacy(String namespace, String query) throws IOException {
    writer.clear();
    writer.opQuery(++lastRequestId, 0, namespace, -1, DocumentView.of(BsonDocument.parse(query)));
    write();
    return (OpReply) receiveAny();
  }

  void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The next message, which must be an OP_MSG. */
  OpMsg receive() throws IOException {
    return (OpMsg) receiveAny();
  }

  OpCompressed receiveCompressed() throws IOException {
    return (OpCompressed) receiveAny();
  }

  Message receiveAny() throws IOException {
    FrameHeader header = reader.next();
    if (header == null) {
      throw new AssertionError("the server has closed the connection");
    }
    return Message.parse(header, reader.array(), reader.frameStart());
  }

  /** Waits for the end of the connection; false where a message comes instead. */
  boolean isClosedByServer() {
    try {
      return reader.next() == null;
    } catch (IOException reset) {
      return true;
    }
  }

  /** Whether nothing comes for a while. */
  boolean isQuiet(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      reader.awaitMore();
      return false;
    } catch (SocketTimeoutException nothing) {
      return true;
    } finally {
      socket.setSoTimeout(TIMEOUT_MILLIS);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void write() throws IOException {
    socket.getOutputStream().write(writer.array(), 0, writer.length());
  }
}
