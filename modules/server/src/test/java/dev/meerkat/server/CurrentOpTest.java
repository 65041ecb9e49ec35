package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code $currentOp} tells, by its options. */
@Timeout(60)
final class CurrentOpTest {
  private static final String SESSION =
      "lsid: {id: {$uuid: '01234567-89ab-cdef-0123-456789abcdef'}}, $db: 'test'}";

  private MeerkatServer server;
  private RawClient client;
  private RawClient other;

  @BeforeEach
  void start() throws IOException {
    server = MeerkatServer.start(MeerkatOptions.inMemory());
    client = new RawClient(server.port());
    other = new RawClient(server.port());
    other.run("{ping: 1, $db: 'admin'}");
  }

  @AfterEach
  void stop() throws IOException {
    other.close();
    client.close();
    server.close();
  }

  private List<BsonDocument> currentOp(String options, String match, String more)
      throws IOException {
    BsonDocument reply =
        client.run(
            "{aggregate: 1, pipeline: [{$currentOp: "
                + options
                + "}, {$match: "
                + match
                + "}], cursor: {}, $db: 'admin'"
                + more
                + "}");
    return reply.getDocument("cursor").getArray("firstBatch").stream()
        .map(BsonValue::asDocument)
        .toList();
  }

  @Test
  void quietClientsAreToldOfWhereAskedFor() throws IOException {
    assertEquals(List.of(), currentOp("{}", "{active: false}", ""));
    List<BsonDocument> quiet = currentOp("{idleConnections: true}", "{active: false}", "");
    assertEquals(1, quiet.size());
    assertEquals(new BsonString("op"), quiet.getFirst().get("type"));
    assertFalse(quiet.getFirst().containsKey("secs_running"));
    assertEquals(1, client.run("{currentOp: 1, $db: 'admin'}").getArray("inprog").size());
    assertEquals(
        2, client.run("{currentOp: 1, $all: true, $db: 'admin'}").getArray("inprog").size());
  }

  @Test
  void transactionsInWhichNobodyWorksAreToldOfUnlessNotAskedFor() throws IOException {
    assertEquals(List.of(), currentOp("{}", "{type: 'idleSession'}", ""));
    other.run(
        "{insert: 'c', documents: [{}], startTransaction: true, autocommit: false, txnNumber:"
            + " {$numberLong: '3'}, "
            + SESSION);
    List<BsonDocument> idle = currentOp("{}", "{type: 'idleSession'}", "");
    assertEquals(1, idle.size());
    assertTrue(idle.getFirst().containsKey("lsid"));
    BsonDocument transaction = idle.getFirst().getDocument("transaction");
    assertEquals(3, transaction.getDocument("parameters").getInt64("txnNumber").getValue());
    assertTrue(transaction.getInt64("timeOpenMicros").getValue() > 0);
    assertEquals(List.of(), currentOp("{idleSessions: false}", "{type: 'idleSession'}", ""));
  }

  @Test
  void longCommandsAreCutOffWhereAskedFor() throws IOException {
    String more = ", let: {x: '" + "x".repeat(2000) + "'}, comment: 'mine'";
    BsonDocument whole = currentOp("{}", "{}", more).getFirst();
    assertTrue(whole.getDocument("command").containsKey("aggregate"));
    BsonDocument cut = currentOp("{truncateOps: true}", "{}", more).getFirst();
    String text = cut.getDocument("command").getString("$truncated").getValue();
    assertEquals(1000, text.length());
    assertTrue(text.endsWith("..."));
    assertEquals(new BsonString("mine"), cut.getDocument("command").get("comment"));
    BsonDocument small = currentOp("{truncateOps: true}", "{}", "").getFirst();
    assertFalse(small.getDocument("command").containsKey("$truncated"));
  }

  @Test
  void aGetMoreTellsOfItsCursor() throws Exception {
    other.run("{create: 'c', capped: true, size: 10000, $db: 'test'}");
    other.run("{insert: 'c', documents: [{}], $db: 'test'}");
    long id =
        other
            .run("{find: 'c', tailable: true, awaitData: true, $db: 'test'}")
            .getDocument("cursor")
            .getInt64("id")
            .getValue();
    String more =
        "{getMore: {$numberLong: '" + id + "'}, collection: 'c', maxTimeMS: 50000, $db: 'test'}";
    CompletableFuture<BsonDocument> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return other.run(more);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    List<BsonDocument> found = List.of();
    while (found.isEmpty()) {
      found = currentOp("{idleCursors: true}", "{op: 'getmore'}", "");
    }
    BsonDocument cursor = found.getFirst().getDocument("cursor");
    assertEquals(id, cursor.getInt64("cursorId").getValue());
    assertEquals(found.getFirst().get("opid"), cursor.get("operationUsingCursorId"));
    assertEquals(List.of(), currentOp("{idleCursors: true}", "{type: 'idleCursor'}", ""));
    client.run("{insert: 'c', documents: [{}], $db: 'test'}");
    waiting.get(30, TimeUnit.SECONDS);
    assertEquals(1, currentOp("{idleCursors: true}", "{type: 'idleCursor'}", "").size());
  }
}
