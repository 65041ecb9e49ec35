package dev.meerkat.fuzz.parsers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.server.MeerkatOptions;
import dev.meerkat.server.MeerkatServer;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.wire.FrameHeader;
import dev.meerkat.wire.FrameWriter;
import dev.meerkat.wire.Message;
import dev.meerkat.wire.OpMsg;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server behind its port: whatever it is sent, it goes on answering others. */
final class ServerFuzz {
  private static final int PATIENCE_MILLIS = 20_000;

  /** More than any command here needs, and far less than the lengths that damaged frames claim. */
  private static final long MAX_ALLOCATED_BYTES = 16 << 20;

  private static final List<String> COMMANDS =
      List.of(
          "{insert: 'c', documents: [{a: 1}, {a: [1, 2]}]}",
          "{find: 'c', filter: {a: {$gt: 0}}, sort: {a: -1}, limit: 2}",
          "{update: 'c', updates: [{q: {a: 1}, u: {$inc: {b: 1}}, upsert: true}]}",
          "{delete: 'c', deletes: [{q: {a: 1}, limit: 1}]}",
          "{aggregate: 'c', pipeline: [{$match: {a: 1}}, {$group: {_id: '$a'}}], cursor: {}}",
          "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a_1'}]}",
          "{hello: 1}");

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "xodus"})
  void damagedMessagesHarmNobodyElse(String backend, @TempDir Path folder) throws IOException {
    MeerkatOptions options = MeerkatOptions.builder().storage(backend).folder(folder).build();
    try (MeerkatServer server = MeerkatServer.start(options);
        Socket neighbour = connect(server)) {
      Campaign.of(ServerFuzz.class, 200)
          .on(backend)
          .run(random -> check(random, server, neighbour));
    }
  }

  private static void check(SplittableRandom random, MeerkatServer server, Socket neighbour)
      throws IOException {
    byte[] damaged = new Damage(random).of(command(random));
    long before = Allocation.ofAllThreads();
    try (Socket socket = connect(server)) {
      socket.getOutputStream().write(damaged);
      // The end of what is sent: who waits for more learns that nothing comes.
      socket.shutdownOutput();
      drain(socket);
    }
    long allocated = Allocation.ofAllThreads() - before;
    assertTrue(allocated < MAX_ALLOCATED_BYTES, () -> "allocated " + allocated + " bytes");
    BsonDocument known = run(neighbour, "{ping: 1}");
    assertEquals(1.0, known.getNumber("ok").doubleValue(), known::toJson);
    try (Socket socket = connect(server)) {
      BsonDocument answer = run(socket, "{ping: 1}");
      assertEquals(1.0, answer.getNumber("ok").doubleValue(), answer::toJson);
    }
  }

  private static byte[] command(SplittableRandom random) {
    BsonDocument command =
        BsonDocument.parse(COMMANDS.get(random.nextInt(COMMANDS.size())))
            .append("$db", new BsonString("fuzz"));
    if (random.nextInt(4) == 0) {
      command.put("extra", new RandomDocuments(random).value());
    }
    return frame(DocumentView.of(command));
  }

  /** Reads until the server has closed the connection, which it must do soon. */
  private static void drain(Socket socket) throws IOException {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      // It has closed before it had read everything: as good.
      return;
    }
  }

  private static BsonDocument run(Socket socket, String command) throws IOException {
    BsonDocument document = BsonDocument.parse(command).append("$db", new BsonString("admin"));
    socket.getOutputStream().write(frame(DocumentView.of(document)));
    DataInputStream input = new DataInputStream(socket.getInputStream());
    byte[] header = input.readNBytes(FrameHeader.BYTES);
    byte[] frame = Arrays.copyOf(header, BsonBytes.int32(header, 0));
    input.readFully(frame, FrameHeader.BYTES, frame.length - FrameHeader.BYTES);
    Message message = Message.parse(FrameHeader.parse(frame, 0), frame, 0);
    return message instanceof OpMsg answer ? answer.body().toBson() : new BsonDocument();
  }

  private static byte[] frame(DocumentView command) {
    FrameWriter writer = new FrameWriter();
    writer.opMsg(1, 0, 0, command);
    return Arrays.copyOf(writer.array(), writer.length());
  }

  private static Socket connect(MeerkatServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }
}
