package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of a server in memory and of one client, both new for each case. */
abstract class ServedTest {
  MeerkatServer server;
  RawClient client;

  @BeforeEach
  final void serve() throws IOException {
    server = MeerkatServer.start(MeerkatOptions.inMemory());
    client = new RawClient(server.port());
  }

  @AfterEach
  final void stop() throws IOException {
    client.close();
    server.close();
  }

  /** What the server answers to a command on the database {@code test}, whatever it is. */
  final BsonDocument reply(String command) throws IOException {
    return client.run(command.substring(0, command.length() - 1) + ", $db: 'test'}");
  }

  /** The same of a command that must succeed. */
  final BsonDocument done(String command) throws IOException {
    BsonDocument reply = reply(command);
    assertEquals(1, reply.getNumber("ok").intValue(), reply.toJson());
    return reply;
  }
}
