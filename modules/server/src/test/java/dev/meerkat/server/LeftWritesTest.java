package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes that come while others write, so that they are left to one thread. A client that inserts
 * thousands of documents again and again sees to it that somebody nearly always writes.
 */
@Timeout(120)
final class LeftWritesTest {
  private static final int CLIENTS = 8;
  private static final int EACH = 60;

  @TempDir Path folder;

  private MeerkatServer server;
  private Occupier occupier;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void startWithDocuments() throws IOException {
    start();
    try (RawClient client = new RawClient(server.port())) {
      assertOk(client.run("{insert: 'c', documents: [{_id: 0, n: 0}, {_id: 1}], $db: 'test'}"));
    }
  }

  private void start() throws IOException {
    server =
        MeerkatServer.start(
            MeerkatOptions.builder().storage("sqlite").folder(folder).port(0).build());
    occupier = new Occupier();
  }

  @AfterEach
  void stop() throws Exception {
    try {
      occupier.end();
      assertTrue(isLeftToOneThread(), "nothing has been left, so that nothing was tested");
    } finally {
      server.close();
      threads.shutdown();
    }
  }

  private static boolean isLeftToOneThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("meerkat-writer"));
  }

  /** Keeps the writer's turn taken. */
  private final class Occupier {
    private final RawClient client = new RawClient(server.port());
    private final Future<Integer> rounds;
    private volatile boolean ends;

    Occupier() throws IOException {
      List<String> documents =
          IntStream.range(0, 2000).mapToObj(i -> "{a: " + i + ", b: 'occupied'}").toList();
      String insert =
          "{insert: 'other', documents: ["
              + String.join(",", documents)
              + "], writeConcern: {w: 1}, $db: 'test'}";
      rounds =
          threads.submit(
              () -> {
                int count = 0;
                while (!ends) {
                  assertOk(client.run(insert));
                  assertOk(client.run("{drop: 'other', $db: 'test'}"));
                  count++;
                }
                return count;
              });
    }

    void end() throws Exception {
      ends = true;
      assertTrue(rounds.get() > 0);
      client.close();
    }
  }

  private static void assertOk(BsonDocument reply) {
    assertEquals(1, reply.getNumber("ok").intValue(), reply::toString);
    assertTrue(!reply.containsKey("writeErrors"), reply::toString);
  }

  private static String lsid(int number) {
    return "lsid: {id: {$uuid: '00000000-0000-4000-8000-%012d'}}".formatted(number);
  }

  private static String increment(int id, String more) {
    return "{update: 'c', updates: [{q: {_id: %d}, u: {$inc: {n: 1}}}], %s $db: 'test'}"
        .formatted(id, more);
  }

  private int valueOf(int id) throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      BsonDocument reply = client.run("{find: 'c', filter: {_id: " + id + "}, $db: 'test'}");
      return reply
          .getDocument("cursor")
          .getArray("firstBatch")
          .getFirst()
          .asDocument()
          .getInt32("n")
          .getValue();
    }
  }

  private void inParallel(Callable<?> task) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      running.add(threads.submit(task));
    }
    for (Future<?> one : running) {
      one.get();
    }
  }

  @Test
  void everyWriteIsDoneOnceAndAnsweredToItsClient() throws Exception {
    inParallel(
        () -> {
          try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < EACH; i++) {
              assertOk(client.run(increment(0, "")));
              String id = "'" + Thread.currentThread().threadId() + "-" + i + "'";
              BsonDocument inserted =
                  client.run("{insert: 'c', documents: [{_id: " + id + "}], $db: 'test'}");
              assertEquals(1, inserted.getInt32("n").getValue(), inserted::toString);
              BsonDocument modified =
                  client.run(
                      "{findAndModify: 'c', query: {_id: %s}, update: {$set: {own: %s}}, new: true, $db: 'test'}"
                          .formatted(id, id));
              assertEquals(
                  BsonDocument.parse("{_id: " + id + ", own: " + id + "}"),
                  modified.getDocument("value"));
              BsonDocument deleted =
                  client.run(
                      "{delete: 'c', deletes: [{q: {_id: " + id + "}, limit: 1}], $db: 'test'}");
              assertEquals(1, deleted.getInt32("n").getValue(), deleted::toString);
            }
          }
          return null;
        });
    assertEquals(CLIENTS * EACH, valueOf(0));
  }

  @Test
  void errorsReachThoseWhoHaveMadeThem() throws Exception {
    inParallel(
        () -> {
          try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < EACH; i++) {
              BsonDocument reply = client.run("{insert: 'c', documents: [{_id: 1}], $db: 'test'}");
              assertEquals(
                  11000,
                  reply.getArray("writeErrors").getFirst().asDocument().getInt32("code").getValue(),
                  reply::toString);
              assertOk(client.run(increment(0, "writeConcern: {w: 1},")));
            }
          }
          return null;
        });
    assertEquals(CLIENTS * EACH, valueOf(0));
  }

  /** Two connections send the same retryable write at once: the second finds it done. */
  @Test
  void aRetryThatComesBesideItsFirstAttemptDoesNothingTwice() throws Exception {
    int sessions = CLIENTS / 2;
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      String session = lsid(i % sessions);
      running.add(
          threads.submit(
              () -> {
                try (RawClient client = new RawClient(server.port())) {
                  for (int n = 1; n <= EACH; n++) {
                    BsonDocument reply =
                        client.run(
                            increment(0, session + ", txnNumber: {$numberLong: '" + n + "'},"));
                    // One of the two may be so far ahead that this number is too old.
                    if (reply.getNumber("ok").intValue() == 1) {
                      assertEquals(1, reply.getInt32("n").getValue(), reply::toString);
                    } else {
                      assertEquals(225, reply.getInt32("code").getValue(), reply::toString);
                    }
                  }
                }
                return null;
              }));
    }
    for (Future<?> one : running) {
      one.get();
    }
    assertEquals(sessions * EACH, valueOf(0));
  }

  @Test
  void aTransactionIsWaitedForByThoseInItsWayAlone() throws Exception {
    try (RawClient transaction = new RawClient(server.port());
        RawClient waiting = new RawClient(server.port());
        RawClient other = new RawClient(server.port())) {
      String part = lsid(99) + ", txnNumber: {$numberLong: '1'}, autocommit: false,";
      assertOk(transaction.run(increment(1, part + " startTransaction: true,")));
      for (int i = 0; i < EACH; i++) {
        assertOk(other.run(increment(0, "")));
      }
      int _ = waiting.send(0, increment(1, ""));
      for (int i = 0; i < EACH; i++) {
        assertOk(other.run(increment(0, "")));
      }
      assertTrue(waiting.isQuiet(100), "the transaction is open");
      assertOk(transaction.run("{commitTransaction: 1, " + part + " $db: 'admin'}"));
      assertOk(waiting.receive().body().toBson());
    }
    assertEquals(2, valueOf(1));
    assertEquals(2 * EACH, valueOf(0));
  }

  @Test
  void aLockOfAllWritesKeepsThemWaitingAndNobodyForEver() throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      running.add(
          threads.submit(
              () -> {
                try (RawClient client = new RawClient(server.port())) {
                  for (int n = 0; n < EACH; n++) {
                    assertOk(client.run(increment(0, "")));
                  }
                }
                return null;
              }));
    }
    try (RawClient admin = new RawClient(server.port())) {
      for (int i = 0; i < 5; i++) {
        assertOk(admin.run("{fsync: 1, lock: true, $db: 'admin'}"));
        int before = valueOf(0);
        Thread.sleep(20);
        assertEquals(before, valueOf(0), "nobody writes");
        assertOk(admin.run("{fsyncUnlock: 1, $db: 'admin'}"));
        Thread.sleep(20);
      }
    }
    for (Future<?> one : running) {
      one.get();
    }
    assertEquals(CLIENTS * EACH, valueOf(0));
  }

  @Test
  void requestsThatComeTogetherAreAnsweredInTheirOrder() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      for (int round = 0; round < EACH; round++) {
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          sent.add(client.send(0, increment(0, "")));
        }
        for (int id : sent) {
          assertEquals(id, client.receive().header().responseTo());
        }
      }
    }
    assertEquals(5 * EACH, valueOf(0));
  }

  /** Their replies fill what the system keeps for them; then they have to go. */
  @Test
  void clientsThatDoNotReadKeepNobodyWaitingForLong() throws Exception {
    String large = "x".repeat(10_000);
    try (RawClient setup = new RawClient(server.port())) {
      assertOk(setup.run("{insert: 'c', documents: [{_id: 2, s: '" + large + "'}], $db: 'test'}"));
    }
    CountDownLatch over = new CountDownLatch(1);
    List<Future<?>> silent = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      silent.add(threads.submit(() -> sendWithoutReading(over)));
    }
    try (RawClient client = new RawClient(server.port())) {
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < 3_000_000_000L) {
        assertOk(client.run(increment(0, "")));
      }
    } finally {
      over.countDown();
    }
    for (Future<?> one : silent) {
      one.get();
    }
  }

  private Void sendWithoutReading(CountDownLatch over) throws InterruptedException {
    try (RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 3_000; i++) {
        int _ =
            client.send(
                0, "{findAndModify: 'c', query: {_id: 2}, update: {$inc: {n: 1}}, $db: 'test'}");
      }
      over.await();
    } catch (IOException cutOff) {
      // The server does not wait for it.
      over.await();
    }
    return null;
  }

  @Test
  void largeRepliesAreSentWhole() throws Exception {
    String large = "y".repeat(300_000);
    try (RawClient client = new RawClient(server.port())) {
      assertOk(client.run("{insert: 'c', documents: [{_id: 3, s: '" + large + "'}], $db: 'test'}"));
      for (int i = 0; i < EACH; i++) {
        BsonDocument reply =
            client.run(
                "{findAndModify: 'c', query: {_id: 3}, update: {$inc: {n: 1}}, new: true, $db:"
                    + " 'test'}");
        BsonDocument value = reply.getDocument("value");
        assertEquals(i + 1, value.getInt32("n").getValue());
        assertEquals(large, value.getString("s").getValue());
      }
    }
  }

  @Test
  void aServerThatIsClosedHasFinishedWhatWasLeft() throws Exception {
    List<Future<Integer>> running = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      running.add(
          threads.submit(
              () -> {
                int acknowledged = 0;
                try (RawClient client = new RawClient(server.port())) {
                  for (int n = 0; n < 100_000; n++) {
                    assertOk(client.run(increment(0, "")));
                    acknowledged++;
                  }
                } catch (IOException | AssertionError closing) {
                  // What was not answered may be done or not.
                  return acknowledged;
                }
                return acknowledged;
              }));
    }
    Thread.sleep(300);
    occupier.end();
    server.close();
    int acknowledged = 0;
    for (Future<Integer> one : running) {
      acknowledged += one.get();
    }
    start();
    assertTrue(acknowledged > 0);
    assertTrue(valueOf(0) >= acknowledged, () -> "what was acknowledged has been lost");
    try (RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < EACH; i++) {
        assertOk(client.run(increment(0, "")));
      }
    }
  }
}
