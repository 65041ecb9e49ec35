package dev.meerkat.crash.isolation;

import dev.meerkat.crash.load.Follower;
import dev.meerkat.crash.load.ServerConnection;
import dev.meerkat.crash.load.Told;
import dev.meerkat.crash.load.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * Several clients with transactions on the same few documents, and what must hold of all that they
 * have seen. Threads: one for each client; the rest is one thread.
 */
public final class IsolationLoad {
  private static final int CLIENTS = 4;
  private static final long PAUSE_MILLIS = 5;
  private static final BsonDocument MAJORITY = BsonDocument.parse("{w: 'majority'}");

  private final List<IsolationClient> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong ticks = new AtomicLong();
  private final boolean survives;
  private Told told;
  private Follower follower;

  /**
   * @param survives whether the server's data survive its death, which ends each round
   */
  public IsolationLoad(boolean survives) {
    this.survives = survives;
  }

  /** Makes the documents that a round begins with, and starts the clients. */
  public void start(String address, Random random) throws IOException {
    clients.clear();
    threads.clear();
    try (ServerConnection connection = ServerConnection.open(address)) {
      told = told == null ? Follower.begin(connection) : told;
      setUp(connection);
    }
    follower = new Follower(address, told);
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new IsolationClient("c" + i, address, random.nextLong(), ticks));
    }
    clients.forEach(client -> threads.add(Thread.ofPlatform().start(client)));
    // Who follows has all synced that he hears of: half of the rounds are without.
    if (survives && random.nextBoolean()) {
      threads.add(Thread.ofPlatform().start(follower));
    }
  }

  private static void setUp(ServerConnection connection) throws IOException {
    run(connection, "{dropDatabase: 1, writeConcern: {w: 'majority'}}");
    run(
        connection,
        "{createIndexes: 'items', indexes: [{key: {g: 1}, name: 'g_1'}],"
            + " writeConcern: {w: 'majority'}}");
    for (int i = 0; i < IsolationClient.ACCOUNTS; i++) {
      run(
          connection,
          "{insert: 'accounts', documents: [{_id: %d, n: 1, by: '%s', part: 1, balance: %d}]}"
              .formatted(i, Version.SETUP, IsolationClient.BALANCE));
    }
    for (int i = 0; i < IsolationClient.COINS; i++) {
      run(connection, "{insert: 'coins', documents: [{_id: 'setup:%d'}]}".formatted(i));
    }
  }

  private static BsonDocument run(ServerConnection connection, String command) throws IOException {
    BsonDocument answer =
        connection.call(
            BsonDocument.parse(command).append("$db", new BsonString(Session.DATABASE)));
    Violation.require(Session.isOk(answer), () -> command + " answers " + answer.toJson());
    return answer;
  }

  /** Waits until so many things have happened, or until the time is over. */
  public void await(int moments, long millis) throws InterruptedException {
    long enough = ticks.get() + moments;
    for (long waited = 0; waited < millis && ticks.get() < enough; waited += PAUSE_MILLIS) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Tells the clients to stop, and waits until they have. */
  public void stop() throws InterruptedException {
    clients.forEach(IsolationClient::stop);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /**
   * Asks what has become of commits that were not answered, reads what there is, and checks all.
   *
   * @return what the history was, in short
   * @throws Violation it is none of snapshot isolation, or something is lost
   */
  public String check(String address) throws IOException {
    List<Attempt> all = new ArrayList<>();
    int resolved = 0;
    try (ServerConnection connection = ServerConnection.open(address)) {
      for (IsolationClient client : clients) {
        for (Attempt attempt : client.attempts()) {
          Session.Name name = client.undecided().get(attempt.id());
          if (name != null) {
            resolve(connection, attempt, name);
            resolved++;
          }
          all.add(attempt);
        }
      }
      all.add(readAll(connection, all));
      checkStream(connection);
    }
    IsolationCheck.check(all);
    Map<Attempt.Outcome, Long> counts =
        all.stream().collect(Collectors.groupingBy(Attempt::outcome, Collectors.counting()));
    return "%s, %d asked again, %d events heard"
        .formatted(new TreeMap<>(counts), resolved, follower.heard());
  }

  /** What a change stream has told makes what there is, of each transaction all or nothing. */
  private void checkStream(ServerConnection connection) throws IOException {
    if (follower.failure() != null) {
      throw follower.failure();
    }
    told = follower.toldBefore(Long.MAX_VALUE);
    Follower.catchUp(connection, told);
    for (String collection : List.of("accounts", "items", "coins")) {
      BsonDocument found =
          run(connection, "{find: '" + collection + "', batchSize: 1000000, singleBatch: true}");
      List<BsonDocument> documents = new ArrayList<>();
      Session.documents(found).forEach(document -> documents.add(document.asDocument()));
      told.requireSame(Session.DATABASE + "." + collection, documents);
    }
  }

  /** Asks twice: the second answer is the first one's. */
  private void resolve(ServerConnection connection, Attempt attempt, Session.Name name)
      throws IOException {
    BsonDocument first = connection.call(name.commit(MAJORITY));
    BsonDocument second = connection.call(name.commit(MAJORITY));
    boolean committed = Session.isOk(first);
    Violation.require(
        committed || Session.code(first) == 251,
        () -> "a commit after a crash answers " + first.toJson());
    Violation.require(
        Session.isOk(second) == committed && Session.code(second) == Session.code(first),
        () -> "a commit answers " + first.toJson() + ", and then " + second.toJson());
    attempt.end(
        committed ? Attempt.Outcome.COMMITTED : Attempt.Outcome.ABORTED, ticks.incrementAndGet());
  }

  /** The last attempt of all: it sees whatever was committed. */
  private Attempt readAll(ServerConnection connection, List<Attempt> all) throws IOException {
    Attempt last = new Attempt("the end", ticks.incrementAndGet());
    Session session = new Session(connection, new UUID(1, ticks.get()));
    var _ = session.begin();
    Violation.require(
        new Statements(session, last, new Random(1)).audit(), () -> "the last read is refused");
    session.abort();
    last.end(Attempt.Outcome.COMMITTED, ticks.incrementAndGet());
    // A document that was inserted for good is there; nothing removes one.
    for (Attempt attempt : all) {
      if (attempt.outcome() == Attempt.Outcome.COMMITTED) {
        for (String key : attempt.writes().keySet()) {
          Violation.require(
              last.reads().stream().anyMatch(read -> read.key().equals(key)),
              () -> key + " is lost, which was written by " + attempt);
        }
      }
    }
    for (String collection : List.of("accounts", "items", "coins")) {
      BsonDocument found = run(connection, "{validate: '" + collection + "', full: true}");
      Violation.require(found.getBoolean("valid").getValue(), found::toJson);
    }
    return last;
  }
}
