package dev.meerkat.crash.load;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bson.BsonArray;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/**
 * A connection that sends exactly what it is told: no retries, no pool, no session of its own, as a
 * driver would add. What was sent without an answer is carried out before what is sent next.
 * Threads: confined.
 */
public final class ServerConnection implements AutoCloseable {
  private static final int OP_MSG = 2013;
  private static final int MORE_TO_COME = 2;
  private static final int HEADER_BYTES = 21;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

  private final Socket socket;
  private final DataInputStream input;
  private final OutputStream output;
  private int requests;

  private ServerConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.input = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    this.output = socket.getOutputStream();
  }

  /** Connects to {@code mongodb://host:port/…}. */
  public static ServerConnection open(String connectionString) throws IOException {
    String address = connectionString.replaceFirst("^mongodb://", "").replaceFirst("/.*$", "");
    int colon = address.lastIndexOf(':');
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(
          new InetSocketAddress(
              address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
      return new ServerConnection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Sends a command, which names its {@code $db}, and waits for the answer. */
  public BsonDocument call(BsonDocument command) throws IOException {
    write(command, 0);
    return read();
  }

  /** Sends a command that is not answered. */
  void send(BsonDocument command) throws IOException {
    write(command, MORE_TO_COME);
  }

  /**
   * Sends a command that must succeed.
   *
   * @throws Violation it does not
   */
  BsonDocument require(BsonDocument command) throws IOException {
    BsonDocument answer = call(command);
    Violation.require(
        answer.getNumber("ok").intValue() == 1 && !answer.containsKey("writeErrors"),
        () -> command.toJson() + " answers " + answer.toJson());
    return answer;
  }

  /** All that a command with a cursor answers. */
  BsonArray requireAll(String database, BsonDocument command) throws IOException {
    BsonDocument cursor =
        require(command.append("$db", new BsonString(database))).getDocument("cursor");
    BsonArray all = new BsonArray(cursor.getArray("firstBatch"));
    String namespace = cursor.getString("ns").getValue();
    BsonValue id = cursor.get("id");
    while (id.asNumber().longValue() != 0) {
      BsonDocument more =
          new BsonDocument("getMore", id)
              .append("collection", new BsonString(namespace.substring(database.length() + 1)))
              .append("$db", new BsonString(database));
      cursor = require(more).getDocument("cursor");
      all.addAll(cursor.getArray("nextBatch"));
      id = cursor.get("id");
    }
    return all;
  }

  private void write(BsonDocument command, int flags) throws IOException {
    BasicOutputBuffer body = new BasicOutputBuffer();
    try (BsonBinaryWriter writer = new BsonBinaryWriter(body)) {
      CODEC.encode(writer, command, EncoderContext.builder().build());
    }
    int length = HEADER_BYTES + body.size();
    ByteBuffer frame = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(length).putInt(++requests).putInt(0).putInt(OP_MSG).putInt(flags).put((byte) 0);
    frame.put(body.getInternalBuffer(), 0, body.size());
    output.write(frame.array());
  }

  private BsonDocument read() throws IOException {
    byte[] size = new byte[Integer.BYTES];
    input.readFully(size);
    byte[] rest =
        new byte[ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getInt() - size.length];
    input.readFully(rest);
    int start = HEADER_BYTES - size.length;
    ByteBuffer body = ByteBuffer.wrap(rest, start, rest.length - start);
    try (BsonBinaryReader reader = new BsonBinaryReader(body)) {
      return CODEC.decode(reader, DecoderContext.builder().build());
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
