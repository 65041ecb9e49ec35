package dev.meerkat.spectests.conformance;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bson.RawBsonDocument;

/**
 * A connection that sends commands as they are, well-formed or not, in frames that are. Threads:
 * confined to one thread.
 */
final class RawConnection implements Closeable {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int OP_MSG = 2013;

  /** Length, id, id of the request, kind of frame, flags, and the kind of the only section. */
  private static final int HEAD = 4 * 4 + 4 + 1;

  private final Socket socket;
  private int requests;

  RawConnection(String host, int port) throws IOException {
    socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * @param command a whole command as BSON
   */
  RawBsonDocument run(byte[] command) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(HEAD + command.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(frame.capacity()).putInt(++requests).putInt(0).putInt(OP_MSG);
    frame.putInt(0).put((byte) 0).put(command);
    socket.getOutputStream().write(frame.array());
    DataInputStream input = new DataInputStream(socket.getInputStream());
    int length = Integer.reverseBytes(input.readInt());
    byte[] rest = input.readNBytes(length - Integer.BYTES);
    if (rest.length < length - Integer.BYTES) {
      throw new EOFException("a reply that is cut off");
    }
    int start = HEAD - Integer.BYTES;
    return new RawBsonDocument(rest, start, rest.length - start);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
