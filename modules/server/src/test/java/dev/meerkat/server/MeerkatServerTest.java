package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starting and ending a server. */
final class MeerkatServerTest {
  @Test
  void theConnectionStringLeadsToTheServer() throws IOException {
    try (MeerkatServer server = MeerkatServer.start(MeerkatOptions.inMemory());
        RawClient client = new RawClient(server.port())) {
      assertEquals(
          "mongodb://127.0.0.1:" + server.port() + "/?directConnection=true",
          server.connectionString());
      BsonDocument hello = client.run("{hello: 1, $db: 'admin'}");
      assertEquals("127.0.0.1:" + server.port(), hello.getString("me").getValue());
      assertEquals("rs0", hello.getString("setName").getValue());
    }
  }

  @Test
  void anAdvertisedAddressIsWhatClientsAreTold() throws IOException {
    MeerkatOptions options =
        MeerkatOptions.builder().storage("memory").advertise("db.example.com:4711").build();
    try (MeerkatServer server = MeerkatServer.start(options);
        RawClient client = new RawClient(server.port())) {
      BsonDocument hello = client.run("{hello: 1, $db: 'admin'}");
      assertEquals("db.example.com:4711", hello.getString("me").getValue());
      assertEquals(
          "mongodb://db.example.com:4711/?directConnection=true", server.connectionString());
    }
  }

  @Test
  void whatAClientSeesThroughAForwardedPortIsTheServerItself() throws IOException {
    try (MeerkatServer server = MeerkatServer.start(MeerkatOptions.inMemory());
        ForwardedPort forwarded = new ForwardedPort(server.port());
        RawClient client = new RawClient(forwarded.port())) {
      BsonDocument hello = client.run("{hello: 1, $db: 'admin'}");
      assertTrue(hello.getBoolean("isWritablePrimary").getValue());
      client.run("{insert: 'c', documents: [{_id: 1}], $db: 'test'}");
      BsonDocument found = client.run("{find: 'c', $db: 'test'}");
      assertEquals(1, found.getDocument("cursor").getArray("firstBatch").size());
      assertTrue(server.connectionString().contains("directConnection=true"));
    }
  }

  @Test
  void serversOfOneProcessDoNotKnowEachOther() throws IOException {
    try (MeerkatServer one = MeerkatServer.start(MeerkatOptions.inMemory());
        MeerkatServer two = MeerkatServer.start(MeerkatOptions.inMemory());
        RawClient ofOne = new RawClient(one.port());
        RawClient ofTwo = new RawClient(two.port())) {
      ofOne.run("{insert: 'c', documents: [{_id: 1}], $db: 'test'}");
      BsonDocument found = ofTwo.run("{find: 'c', $db: 'test'}");
      assertEquals(0, found.getDocument("cursor").getArray("firstBatch").size());
    }
  }

  @Test
  void aPortInUseIsRefusedWithItsAddress() {
    try (MeerkatServer server = MeerkatServer.start(MeerkatOptions.inMemory())) {
      MeerkatOptions same = MeerkatOptions.builder().storage("memory").port(server.port()).build();
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> MeerkatServer.start(same));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("127.0.0.1:" + server.port()),
          refused.getMessage());
    }
  }

  @Test
  void anUnknownStorageIsRefusedWithTheNamesThatThereAre() {
    MeerkatOptions options = MeerkatOptions.builder().storage("nosuch").build();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> MeerkatServer.start(options));
    assertTrue(String.valueOf(refused.getMessage()).contains("memory"), refused.getMessage());
  }

  @Test
  void anUnknownParameterIsRefused() {
    MeerkatOptions options =
        MeerkatOptions.builder().storage("memory").parameter("noSuchParameter", "1").build();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> MeerkatServer.start(options));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("noSuchParameter"), refused.getMessage());
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void closingEndsIdleAndStreamingConnectionsAtOnce() throws IOException {
    MeerkatServer server = MeerkatServer.start(MeerkatOptions.inMemory());
    try (RawClient idle = new RawClient(server.port());
        RawClient streaming = new RawClient(server.port())) {
      BsonDocument hello = idle.run("{hello: 1, $db: 'admin'}");
      streaming.send(
          1 << 16,
          "{hello: 1, topologyVersion: "
              + RawClient.exact(hello.getDocument("topologyVersion"))
              + ", maxAwaitTimeMS: 600000, $db: 'admin'}");
      assertTrue(streaming.isQuiet(100));
      server.close();
      assertTrue(idle.isClosedByServer());
      assertFalse(streaming.receive().isMoreToCome());
      assertTrue(streaming.isClosedByServer());
    }
    int port = server.port();
    assertThrows(ConnectException.class, () -> new RawClient(port).close());
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void aClientMayAskTheServerToEnd() throws IOException, InterruptedException {
    try (MeerkatServer server = MeerkatServer.start(MeerkatOptions.inMemory());
        RawClient client = new RawClient(server.port())) {
      BsonDocument refused = client.run("{shutdown: 1, timeoutSecs: 1, $db: 'admin'}");
      // Nobody is there to become primary in its place.
      assertEquals(262, refused.getInt32("code").getValue(), refused.toJson());
      client.send(0, "{shutdown: 1, force: true, $db: 'admin'}");
      server.awaitShutdownRequest();
    }
    MeerkatOptions alone = MeerkatOptions.builder().storage("memory").standalone().build();
    try (MeerkatServer server = MeerkatServer.start(alone);
        RawClient client = new RawClient(server.port())) {
      client.send(0, "{shutdown: 1, timeoutSecs: 1, $db: 'admin'}");
      server.awaitShutdownRequest();
    }
  }

  /** Nothing may be written that then is not as safe as it was asked to be. */
  @Test
  void aStandaloneServerRefusesWriteConcernsOfReplicaSets() throws IOException {
    MeerkatOptions alone = MeerkatOptions.builder().storage("memory").standalone().build();
    try (MeerkatServer server = MeerkatServer.start(alone);
        RawClient client = new RawClient(server.port())) {
      for (String w : new String[] {"2", "'east'"}) {
        BsonDocument refused =
            client.run(
                "{insert: 'c', documents: [{a: 1}], writeConcern: {w: " + w + "}, $db: 'test'}");
        assertEquals(2, refused.getInt32("code").getValue(), refused.toJson());
      }
      client.run("{insert: 'c', documents: [{a: 1}], writeConcern: {w: 'majority'}, $db: 'test'}");
      assertEquals(1, client.run("{count: 'c', $db: 'test'}").getInt32("n").getValue());
    }
  }

  @Test
  void moreConnectionsThanAllowedAreTurnedAway() throws IOException {
    MeerkatOptions options = MeerkatOptions.builder().storage("memory").maxConnections(2).build();
    try (MeerkatServer server = MeerkatServer.start(options);
        RawClient one = new RawClient(server.port());
        RawClient two = new RawClient(server.port())) {
      one.run("{ping: 1, $db: 'admin'}");
      two.run("{ping: 1, $db: 'admin'}");
      try (RawClient three = new RawClient(server.port())) {
        assertTrue(three.isClosedByServer());
      }
      one.run("{ping: 1, $db: 'admin'}");
    }
  }

  @Test
  void aBrokenPluginIsLeftOutAndHarmsNobody(@TempDir Path plugins) throws IOException {
    Files.writeString(plugins.resolve("broken.jar"), "no jar at all");
    Files.createDirectory(plugins.resolve("empty"));
    MeerkatOptions options = MeerkatOptions.builder().storage("memory").plugins(plugins).build();
    try (MeerkatServer server = MeerkatServer.start(options);
        RawClient client = new RawClient(server.port())) {
      assertEquals(1.0, client.run("{ping: 1, $db: 'admin'}").getDouble("ok").getValue());
    }
  }

  @Test
  void theCommandLineIsWhatClientsAreTold() throws IOException {
    MeerkatOptions options =
        MeerkatOptions.builder().storage("memory").arguments(List.of("--quiet")).build();
    try (MeerkatServer server = MeerkatServer.start(options);
        RawClient client = new RawClient(server.port())) {
      BsonDocument reply = client.run("{getCmdLineOpts: 1, $db: 'admin'}");
      assertEquals(
          List.of(new BsonString("meerkat"), new BsonString("--quiet")),
          reply.getArray("argv").getValues(),
          reply.toJson());
    }
  }
}
