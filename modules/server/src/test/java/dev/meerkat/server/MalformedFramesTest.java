package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.wire.OpCode;
import dev.meerkat.wire.OpReply;
import java.io.IOException;
import java.util.Random;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers send harms nobody but themselves. */
final class MalformedFramesTest {
  private static final int OP_MSG = 2013;

  private MeerkatServer server;
  private RawClient neighbour;

  @BeforeEach
  void start() throws IOException {
    server = MeerkatServer.start(MeerkatOptions.inMemory());
    neighbour = new RawClient(server.port());
    assertNeighbourLives();
  }

  @AfterEach
  void stop() throws IOException {
    assertNeighbourLives();
    neighbour.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 15, 48_000_001, Integer.MAX_VALUE})
  void aFrameOfImpossibleLengthEndsTheConnection(int length) throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.sendBytes(header(length, OP_MSG));
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void anUnknownOpcodeEndsTheConnection() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.sendBytes(header(16, 4711));
      assertTrue(client.isClosedByServer());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {OpCode.INSERT, OpCode.UPDATE, OpCode.DELETE, OpCode.KILL_CURSORS})
  void legacyRequestsWithoutReplyEndTheConnection(int opCode) throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      byte[] frame = new byte[24];
      System.arraycopy(header(frame.length, opCode), 0, frame, 0, 16);
      client.sendBytes(frame);
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void aLegacyGetMoreIsRefusedAndTheConnectionLives() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      // The reserved word, the namespace "t.c", how many, and the cursor's id.
      byte[] frame = new byte[16 + 4 + 4 + 4 + 8];
      System.arraycopy(header(frame.length, OpCode.GET_MORE), 0, frame, 0, 16);
      System.arraycopy(new byte[] {'t', '.', 'c', 0}, 0, frame, 20, 4);
      client.sendBytes(frame);
      BsonDocument failure = ((OpReply) client.receiveAny()).documents().getFirst().toBson();
      assertEquals(5739101, failure.getInt32("code").getValue());
      assertTrue(failure.getString("$err").getValue().startsWith("OP_GET_MORE is no longer"));
      assertEquals(1.0, client.run("{ping: 1, $db: 'admin'}").getDouble("ok").getValue());
    }
  }

  @Test
  void aFrameCutOffByTheClientEndsTheConnection() throws IOException {
    RawClient client = new RawClient(server.port());
    client.sendBytes(header(40_000_000, OP_MSG));
    client.close();
    assertNeighbourLives();
  }

  @Test
  void unknownRequiredFlagsEndTheConnection() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.send(1 << 2, "{ping: 1, $db: 'admin'}");
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void aMessageWithoutBodyIsAnsweredAndTheConnectionLives() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      byte[] frame = new byte[20];
      System.arraycopy(header(20, OP_MSG), 0, frame, 0, 16);
      client.sendBytes(frame);
      assertEquals(40587, client.receive().body().toBson().getInt32("code").getValue());
      assertEquals(1.0, client.run("{ping: 1, $db: 'admin'}").getDouble("ok").getValue());
    }
  }

  @Test
  void brokenBsonIsAnsweredAndTheConnectionLives() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      // {ping: "…"} whose string claims to be longer than the document.
      byte[] document = {17, 0, 0, 0, 2, 'p', 'i', 'n', 'g', 0, 99, 0, 0, 0, 'x', 0, 0};
      byte[] frame = new byte[16 + 4 + 1 + document.length];
      System.arraycopy(header(frame.length, OP_MSG), 0, frame, 0, 16);
      System.arraycopy(document, 0, frame, 21, document.length);
      client.sendBytes(frame);
      assertEquals(22, client.receive().body().toBson().getInt32("code").getValue());
      assertEquals(1.0, client.run("{ping: 1, $db: 'admin'}").getDouble("ok").getValue());
    }
  }

  @Test
  void aCommandNestedTooDeeplyIsRefused() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      String deep = "{a: ".repeat(201) + "1" + "}".repeat(201);
      BsonDocument reply = client.run("{ping: 1, comment: " + deep + ", $db: 'admin'}");
      assertEquals(15, reply.getInt32("code").getValue());
    }
  }

  @Test
  void garbageNeverStopsTheServer() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("garbageNeverStopsTheServer seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      try (RawClient client = new RawClient(server.port())) {
        byte[] garbage = new byte[random.nextInt(200)];
        random.nextBytes(garbage);
        if (garbage.length >= 16 && random.nextBoolean()) {
          System.arraycopy(header(garbage.length, OP_MSG), 0, garbage, 0, 16);
        }
        client.sendBytes(garbage);
      }
    }
    assertNeighbourLives();
  }

  private void assertNeighbourLives() throws IOException {
    assertEquals(1.0, neighbour.run("{ping: 1, $db: 'admin'}").getDouble("ok").getValue());
  }

  private static byte[] header(int length, int opCode) {
    byte[] header = new byte[16];
    BsonBytes.putInt32(header, 0, length);
    BsonBytes.putInt32(header, 4, 1);
    BsonBytes.putInt32(header, 12, opCode);
    return header;
  }
}
