package dev.meerkat.benchmarks;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.wire.FrameHeader;
import dev.meerkat.wire.FrameWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/**
 * The floor of a request: reads whole frames and answers each with a document of a given size, with
 * the server's own model of connections (a platform thread each, blocking sockets, one buffer used
 * again and again) and nothing behind it. Threads: one per connection.
 */
public final class EchoServer {
  private static final long STACK_BYTES = 256 * 1024;
  private static final int BACKLOG = 1024;

  /** A document with one binary field named "b" has so many bytes beside the field's content. */
  private static final int DOCUMENT_BYTES = 13;

  /** An OP_MSG has so many bytes beside its one document. */
  static final int MESSAGE_BYTES = FrameHeader.BYTES + 5;

  private final DocumentView answer;

  private EchoServer(int replyBytes) {
    int content = replyBytes - MESSAGE_BYTES - DOCUMENT_BYTES;
    byte[] binary = new byte[5 + content];
    BsonBytes.putInt32(binary, 0, content);
    this.answer =
        DocumentView.of(
            new DocumentBuilder(replyBytes)
                .appendRaw(BsonBytes.nameBytes("b"), BsonBytes.BINARY, binary, 0, binary.length)
                .toBytes());
  }

  /** Takes the size of a reply in bytes; prints the port that it listens at. */
  public static void main(String[] arguments) throws IOException {
    EchoServer echo = new EchoServer(Integer.parseInt(arguments[0]));
    try (ServerSocket listener = new ServerSocket()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      System.out.println(listener.getLocalPort());
      while (true) {
        Socket socket = listener.accept();
        Thread.ofPlatform().stackSize(STACK_BYTES).daemon(true).start(() -> echo.serve(socket));
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      serve(socket.getInputStream(), socket.getOutputStream());
    } catch (IOException e) {
      System.err.println("connection lost: " + e);
    }
  }

  private void serve(InputStream input, OutputStream output) throws IOException {
    FrameWriter writer = new FrameWriter();
    byte[] buffer = new byte[8 * 1024];
    int filled = 0;
    int replyId = 0;
    while (true) {
      int read = input.read(buffer, filled, buffer.length - filled);
      if (read < 0) {
        return;
      }
      filled += read;
      if (filled < FrameHeader.BYTES) {
        continue;
      }
      FrameHeader header = FrameHeader.parse(buffer, 0);
      if (header.length() > buffer.length) {
        buffer = Arrays.copyOf(buffer, header.length());
      }
      if (filled >= header.length()) {
        // A client sends the next frame when it has its answer: nothing stands behind this one.
        filled = 0;
        writer.clear();
        writer.opMsg(++replyId, header.requestId(), 0, answer);
        output.write(writer.array(), 0, writer.length());
      }
    }
  }
}
