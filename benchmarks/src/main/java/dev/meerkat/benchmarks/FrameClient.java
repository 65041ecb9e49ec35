package dev.meerkat.benchmarks;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.wire.FrameHeader;
import dev.meerkat.wire.FrameWriter;
import dev.meerkat.wire.Message;
import dev.meerkat.wire.OpMsg;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.bson.BsonDocument;

/**
 * One connection that sends frames as they are and reads what comes back, with as little work of
 * its own as possible. Threads: confined to one thread.
 */
final class FrameClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream input;
  private final OutputStream output;
  private final FrameWriter writer = new FrameWriter();
  private byte[] reply = new byte[64 * 1024];

  FrameClient(InetSocketAddress address) throws IOException {
    this.socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(address);
    this.input = socket.getInputStream();
    this.output = socket.getOutputStream();
  }

  /**
   * Sends a frame and reads the one that answers it.
   *
   * @return bytes of the answer, which is in {@link #reply()}
   */
  int exchange(byte[] frame, int length) throws IOException {
    output.write(frame, 0, length);
    read(0, FrameHeader.BYTES);
    int size = BsonBytes.int32(reply, 0);
    if (size > reply.length) {
      byte[] larger = new byte[size];
      System.arraycopy(reply, 0, larger, 0, FrameHeader.BYTES);
      reply = larger;
    }
    read(FrameHeader.BYTES, size);
    return size;
  }

  /** The last answer's frame, valid until the next exchange. */
  byte[] reply() {
    return reply;
  }

  /**
   * Runs a command.
   *
   * @throws IllegalStateException it failed
   */
  BsonDocument run(DocumentView command) throws IOException {
    writer.clear();
    writer.opMsg(1, 0, 0, command);
    exchange(writer.array(), writer.length());
    BsonDocument answer = answer();
    if (answer.getNumber("ok").doubleValue() != 1 || answer.containsKey("writeErrors")) {
      throw new IllegalStateException("refused: " + answer.toJson());
    }
    return answer;
  }

  /** The document of the last answer. */
  BsonDocument answer() {
    Message message = Message.parse(FrameHeader.parse(reply, 0), reply, 0);
    if (message instanceof OpMsg answer) {
      return answer.body().toBson();
    }
    throw new IllegalStateException("not an OP_MSG: " + message);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void read(int from, int to) throws IOException {
    int filled = from;
    while (filled < to) {
      int count = input.read(reply, filled, to - filled);
      if (count < 0) {
        throw new EOFException("the server has closed the connection");
      }
      filled += count;
    }
  }
}
