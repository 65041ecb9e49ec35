package dev.meerkat.crash.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.bson.BsonBinary;
import org.bson.BsonDocument;

/**
 * The whole load: workers, what they share, a change stream that follows them, and the check of
 * what is left of their work. Threads: confined to one thread, which starts and awaits the others.
 */
public final class Load {
  private static final List<String> SHARED =
      List.of("crash_a.documents", "crash_a.more", "crash_b.documents");

  private final List<Worker> workers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger answers = new AtomicInteger();
  private Follower follower;

  /** A load that is the same for the same seed, but for time. */
  public Load(int workerCount, long seed) {
    for (int i = 0; i < workerCount; i++) {
      workers.add(new Worker(i, SHARED, seed));
    }
  }

  /**
   * What was found on a server. Threads: immutable.
   *
   * @param states the state of each worker
   * @param told what a change stream has told
   * @param summary what was found in words
   */
  public record Found(List<State> states, Told told, String summary) {
    public Found {
      states = List.copyOf(states);
    }
  }

  /** Makes what the workers share on an empty server. */
  public Found setUp(String connectionString) throws IOException {
    try (ServerConnection connection = ServerConnection.open(connectionString)) {
      Told told = Follower.begin(connection);
      Inventory.create(connection, SHARED);
      return found(Inventory.read(connection, SHARED, workers.size()), told, "set up");
    }
  }

  /** Adds a megabyte that no worker looks at. */
  public void fill(String connectionString) throws IOException {
    try (ServerConnection connection = ServerConnection.open(connectionString)) {
      BsonDocument document = Documents.of("pad", new BsonBinary(new byte[1 << 20]));
      BsonDocument _ =
          connection.require(
              Documents.command("insert", "filler.documents", "documents", List.of(document)));
    }
  }

  /** Starts the workers on what is there. */
  public void start(Found found, String connectionString, long seed) {
    threads.clear();
    answers.set(0);
    for (Worker worker : workers) {
      worker.begin(found.states().get(worker.number()), seed);
      threads.add(Thread.ofPlatform().start(() -> worker.run(connectionString, answers)));
    }
    follower = new Follower(connectionString, found.told());
    // Who follows has all synced that he hears of: half of the rounds are without.
    if (new Random(seed).nextBoolean()) {
      threads.add(Thread.ofPlatform().start(follower));
    }
  }

  /** Waits until so many steps are acknowledged, or a worker has ended. */
  public void awaitAcknowledged(int count) throws InterruptedException {
    while (answers.get() < count && threads.stream().allMatch(Thread::isAlive)) {
      Thread.sleep(1);
    }
  }

  /**
   * Waits until all workers have lost the server.
   *
   * @throws Violation one has ended for another reason
   */
  public void awaitEnd() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    for (Worker worker : workers) {
      if (worker.failure() instanceof Violation violation) {
        throw violation;
      } else if (worker.failure() != null) {
        throw new IllegalStateException("a worker has failed", worker.failure());
      }
    }
    if (follower.failure() != null) {
      throw follower.failure();
    }
  }

  public int sentCount() {
    return workers.stream().mapToInt(worker -> worker.sent().size()).sum();
  }

  public int acknowledgedCount() {
    return (int)
        workers.stream()
            .flatMap(worker -> worker.sent().stream())
            .filter(Sent::isAcknowledged)
            .count();
  }

  /**
   * Checks a server on which everything acknowledged must be there: its process died.
   *
   * @throws Violation something is not as it must be
   */
  public Found checkAfterKill(String connectionString) throws IOException {
    return check(connectionString, Sent::isAcknowledged, Long.MAX_VALUE);
  }

  /**
   * Checks a server which must have what was acknowledged as synced before a moment, when its
   * machine lost power.
   *
   * @param nanos the moment, as {@link System#nanoTime()} tells it
   * @throws Violation something is not as it must be
   */
  public Found checkAfterPowerLoss(String connectionString, long nanos) throws IOException {
    return check(connectionString, one -> one.isSyncedBefore(nanos), nanos);
  }

  private Found check(String connectionString, Predicate<Sent> survives, long nanos)
      throws IOException {
    try (ServerConnection connection = ServerConnection.open(connectionString)) {
      Inventory inventory = Inventory.read(connection, SHARED, workers.size());
      List<Explanation> explanations = new ArrayList<>();
      int promised = 0;
      for (Worker worker : workers) {
        List<Sent> sent = worker.sent().stream().filter(one -> one.sentNanos() < nanos).toList();
        int least = Explanation.promised(sent, survives);
        promised += least;
        explanations.add(
            Explanation.of(
                "worker " + worker.number(),
                worker.base(),
                sent,
                least,
                inventory.of(worker.number())));
      }
      checkOrder(explanations);
      return repeated(connection, inventory, explanations, promised, follower.toldBefore(nanos));
    }
  }

  /** What was acknowledged before another step was sent is not lost where that step is there. */
  private void checkOrder(List<Explanation> explanations) {
    for (Worker later : workers) {
      Explanation explanation = explanations.get(later.number());
      int steps = explanation.steps() + (explanation.partly() ? 1 : 0);
      if (steps > 0) {
        Sent last = later.sent().get(steps - 1);
        for (Worker earlier : workers) {
          int acknowledged =
              Explanation.promised(
                  earlier.sent(), one -> one.isAcknowledgedBefore(last.sentNanos()));
          Violation.require(
              explanations.get(earlier.number()).most() >= acknowledged,
              () ->
                  "step %d of worker %d was acknowledged before %s was sent, and only this is there"
                      .formatted(acknowledged, earlier.number(), last));
        }
      }
    }
  }

  /** Repeats what drivers would repeat, and reads everything again. */
  private Found repeated(
      ServerConnection connection,
      Inventory inventory,
      List<Explanation> explanations,
      int promised,
      Told told)
      throws IOException {
    Retries retries = new Retries(connection);
    for (Worker worker : workers) {
      State state = inventory.of(worker.number());
      retries.repeat(worker, explanations.get(worker.number()), state);
    }
    Follower.catchUp(connection, told);
    Inventory after = Inventory.read(connection, SHARED, workers.size(), told);
    for (Worker worker : workers) {
      var wrong = inventory.of(worker.number()).differences(after.of(worker.number()));
      Violation.require(
          wrong.isEmpty(),
          () -> "a repeated command was not carried out once: %s".formatted(wrong));
    }
    int there = explanations.stream().mapToInt(Explanation::steps).sum();
    int partly = (int) explanations.stream().filter(Explanation::partly).count();
    return found(
        after,
        told,
        "%d steps there of %d, %d promised, %d in part; %d repeated; %d events heard"
            .formatted(there, sentCount(), promised, partly, retries.done(), follower.heard()));
  }

  private Found found(Inventory inventory, Told told, String summary) {
    List<State> states = new ArrayList<>();
    for (Worker worker : workers) {
      states.add(inventory.of(worker.number()));
    }
    return new Found(
        states,
        told,
        "%s; %d documents in %d collections"
            .formatted(summary, inventory.documents(), inventory.collections()));
  }
}
