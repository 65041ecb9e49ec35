package dev.meerkat.crash.isolation;

import dev.meerkat.crash.load.ServerConnection;
import dev.meerkat.crash.load.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One client: transactions of every kind, one after the other, until the server is gone or it is
 * told to stop. Threads: confined, save {@link #stop}.
 */
final class IsolationClient implements Runnable {
  static final int ACCOUNTS = 10;
  static final int BALANCE = 100;
  static final int COINS = 5;
  static final int GROUPS = 3;

  private final String name;
  private final String address;
  private final Random random;
  private final AtomicLong ticks;
  private final List<Attempt> attempts = new ArrayList<>();
  private final Map<String, Session.Name> undecided = new HashMap<>();
  private final UUID session;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;
  private int items;

  IsolationClient(String name, String address, long seed, AtomicLong ticks) {
    this.name = name;
    this.address = address;
    this.random = new Random(seed);
    this.session = new UUID(random.nextLong(), random.nextLong());
    this.ticks = ticks;
  }

  void stop() {
    stopped = true;
  }

  /** What it has tried; asked for when it has ended. */
  List<Attempt> attempts() {
    Throwable found = failure;
    if (found != null) {
      throw new Violation(name + ": " + found);
    }
    return attempts;
  }

  /** Attempts whose commit was sent and not answered. */
  Map<String, Session.Name> undecided() {
    return undecided;
  }

  @Override
  public void run() {
    try (ServerConnection connection = ServerConnection.open(address)) {
      Session own = new Session(connection, session);
      while (!stopped) {
        step(own);
      }
    } catch (IOException e) {
      // The server is gone: what was sent last has been noted as open.
      stopped = true;
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void step(Session own) throws IOException {
    Attempt attempt = new Attempt(name + "-" + attempts.size(), ticks.incrementAndGet());
    attempts.add(attempt);
    switch (random.nextInt(10)) {
      case 0 -> plainWrite(own, attempt);
      case 1 -> snapshotReads(own, attempt);
      default -> transaction(own, attempt);
    }
  }

  private void transaction(Session own, Attempt attempt) throws IOException {
    Session.Name transaction = own.begin();
    Statements statements = new Statements(own, attempt, random);
    boolean alive =
        switch (random.nextInt(7)) {
          case 0, 1 -> statements.transfer();
          case 2 -> statements.audit();
          case 3 -> statements.insertItem(name + ":" + items++);
          case 4 -> statements.moveItems();
          case 5 -> statements.skew();
          default -> statements.moveCoin(name + ":" + attempts.size());
        };
    if (!alive) {
      own.abort();
      return;
    }
    if (random.nextInt(8) == 0) {
      own.abort();
      return;
    }
    BsonDocument concern =
        BsonDocument.parse(random.nextBoolean() ? "{w: 'majority'}" : "{w: 1, j: false}");
    attempt.end(Attempt.Outcome.UNKNOWN, 0);
    undecided.put(attempt.id(), transaction);
    BsonDocument answer = own.commit(transaction, concern);
    undecided.remove(attempt.id());
    if (Session.isOk(answer)) {
      attempt.end(Attempt.Outcome.COMMITTED, ticks.incrementAndGet());
    } else {
      attempt.end(Attempt.Outcome.ABORTED, 0);
      Violation.require(
          Session.code(answer) == 251 || Session.code(answer) == 112,
          () -> "commit answers " + answer.toJson());
    }
  }

  /** One document at once, outside of transactions. */
  private void plainWrite(Session own, Attempt attempt) throws IOException {
    int account = random.nextInt(ACCOUNTS);
    attempt.end(Attempt.Outcome.UNKNOWN, 0);
    BsonDocument answer =
        own.plain(
            "{findAndModify: 'accounts', query: {_id: %d}, maxTimeMS: 2000, ".formatted(account)
                + "update: {$inc: {n: 1}, $set: {by: '%s', part: 1}}}".formatted(attempt.id()));
    if (Session.code(answer) == 50) {
      // It has waited for a transaction in vain.
      attempt.end(Attempt.Outcome.ABORTED, 0);
      return;
    }
    Violation.require(Session.isOk(answer), () -> "findAndModify answers " + answer.toJson());
    Version before = Statements.version("accounts", answer.getDocument("value"));
    attempt.read(before);
    attempt.write(new Version(before.key(), before.number() + 1, attempt.id(), 1));
    attempt.end(Attempt.Outcome.COMMITTED, ticks.incrementAndGet());
  }

  /** Two reads at the time of the first. */
  private void snapshotReads(Session own, Attempt attempt) throws IOException {
    BsonDocument first = own.snapshot("{find: 'accounts', batchSize: 100}", new BsonTimestamp(0));
    Violation.require(Session.isOk(first), () -> "a snapshot read answers " + first.toJson());
    BsonTimestamp at = first.getDocument("cursor").getTimestamp("atClusterTime");
    for (BsonValue document : Session.documents(first)) {
      attempt.read(Statements.version("accounts", document.asDocument()));
    }
    BsonDocument second =
        own.snapshot("{find: 'items', filter: {g: {$gte: 0}}, batchSize: 100000}", at);
    Violation.require(Session.isOk(second), () -> "a snapshot read answers " + second.toJson());
    for (BsonValue document : Session.documents(second)) {
      attempt.read(Statements.version("items", document.asDocument()));
    }
    attempt.end(Attempt.Outcome.COMMITTED, ticks.incrementAndGet());
  }
}
