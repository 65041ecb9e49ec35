package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client may say of the Stable API, and what it gets for it. */
final class StableApiTest {
  private static final String STRICT = ", apiVersion: '1', apiStrict: true";

  private MeerkatServer server;
  private RawClient client;

  @BeforeEach
  void start() throws IOException {
    server =
        MeerkatServer.start(
            MeerkatOptions.builder()
                .storage("memory")
                .parameter("enableTestCommands", "true")
                .build());
    client = new RawClient(server.port());
    run("insert: 'c', documents: [{}, {}, {}]");
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void whatIsOutsideIsRefusedOnlyWhereThatIsAskedFor() throws IOException {
    BsonDocument refused = run("testVersion2: 1" + STRICT);
    assertEquals(323, code(refused));
    assertTrue(refused.toJson().contains("command testVersion2 is not in API Version 1"));
    assertEquals(0, code(run("testVersion2: 1, apiVersion: '1'")));
    assertEquals(0, code(run("testVersion2: 1")));
    assertEquals(323, code(run("distinct: 'c', key: 'a'" + STRICT)));
    assertEquals(322, code(run("ping: 1, apiVersion: '2'")));
    assertEquals(4886600, code(run("ping: 1, apiStrict: true")));
  }

  @Test
  void whatIsDeprecatedIsRefusedOnlyWhereThatIsAskedFor() throws IOException {
    BsonDocument refused = run("testDeprecation: 1, apiVersion: '1', apiDeprecationErrors: true");
    assertEquals(324, code(refused));
    assertTrue(refused.toJson().contains("command testDeprecation is deprecated in API Version 1"));
    assertEquals(0, code(run("testDeprecation: 1" + STRICT)));
    assertEquals(0, code(run("ping: 1, apiVersion: '1', apiDeprecationErrors: true")));
  }

  @Test
  void onlyTheCountOfCollStatsIsInside() throws IOException {
    assertEquals(0, code(pipeline("{$collStats: {count: {}}}")));
    assertEquals(323, code(pipeline("{$collStats: {count: {}, latencyStats: {}}}")));
    assertEquals(323, code(pipeline("{$indexStats: {}}")));
  }

  @Test
  void getMoreSaysTheSameAsTheCommandOfItsCursor() throws IOException {
    String more = more(run("find: 'c', batchSize: 1" + STRICT));
    assertEquals(347, code(run(more)));
    assertEquals(347, code(run(more + ", apiVersion: '1'")));
    assertEquals(0, code(run(more + STRICT)));
    String plain = more(run("find: 'c', batchSize: 1"));
    assertEquals(347, code(run(plain + STRICT)));
    assertEquals(0, code(run(plain)));
  }

  @Test
  void aServerCanInsistOnAVersion() throws IOException {
    assertFalse(
        client.run("{setParameter: 1, requireApiVersion: true, $db: 'admin'}").containsKey("code"));
    assertEquals(498870, code(run("ping: 1")));
    assertEquals(0, code(run("ping: 1, apiVersion: '1'")));
    client.run("{setParameter: 1, requireApiVersion: false, apiVersion: '1', $db: 'admin'}");
    assertEquals(0, code(run("ping: 1")));
  }

  private BsonDocument pipeline(String stage) throws IOException {
    return run("aggregate: 'c', pipeline: [" + stage + "], cursor: {}" + STRICT);
  }

  private static String more(BsonDocument found) {
    long id = found.getDocument("cursor").getInt64("id").getValue();
    return "getMore: {$numberLong: '" + id + "'}, collection: 'c'";
  }

  private BsonDocument run(String fields) throws IOException {
    return client.run("{" + fields + ", $db: 'test'}");
  }

  private static int code(BsonDocument reply) {
    return reply.getInt32("code", new BsonInt32(0)).getValue();
  }
}
