package dev.meerkat.crash.load;

import dev.meerkat.crash.load.Step.Order;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/**
 * One connection's writes, one after the other, and what they came to. Threads: {@link #run} in a
 * thread of its own; everything else before it begins or after it has ended.
 */
final class Worker {
  private static final Concern[] CONCERNS = {
    Concern.UNACKNOWLEDGED,
    Concern.ACKNOWLEDGED,
    Concern.ACKNOWLEDGED,
    Concern.ACKNOWLEDGED,
    Concern.JOURNALED,
    Concern.MAJORITY,
    Concern.DEFAULT
  };

  /** Everything before it is synced; the store tidies its files meanwhile. */
  private static final Step CHECKPOINT =
      new Step(
          Documents.of("fsync", 1, "$db", "admin"), Order.ORDERED, List.of(), new BsonDocument());

  private final int number;
  private final List<String> shared;
  private final BsonDocument session;
  private final WorkerDocuments fresh;
  private Random random = new Random(0);
  private State base = new State();
  private State state = new State();
  private List<Sent> sent = new ArrayList<>();
  private Sent lastRetryable;
  private long transactionNumber;
  private Throwable failure;

  Worker(int number, List<String> shared, long seed) {
    this.number = number;
    this.shared = shared;
    this.session = Documents.of("id", uuid(number, seed));
    this.fresh = new WorkerDocuments(number, new Random(seed + number));
  }

  /** The next round begins with this state of things. */
  void begin(State found, long seed) {
    random = new Random(seed * 31 + number);
    base = found;
    state = found.copy();
    sent = new ArrayList<>();
    lastRetryable = null;
    failure = null;
  }

  int number() {
    return number;
  }

  State base() {
    return base;
  }

  List<Sent> sent() {
    return sent;
  }

  /** What ended this worker other than the death of the server, or null. */
  Throwable failure() {
    return failure;
  }

  /** Writes until the server is gone, and counts the answers. */
  void run(String connectionString, AtomicInteger answers) {
    DocumentSteps documents = new DocumentSteps(state, fresh, random);
    CatalogSteps catalog = new CatalogSteps(number, state, documents, random);
    try (ServerConnection connection = ServerConnection.open(connectionString)) {
      while (true) {
        send(connection, documents, catalog);
        int _ = answers.incrementAndGet();
      }
    } catch (IOException _) {
      // The server was killed; the checks tell whether that was all.
      return;
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void send(ServerConnection connection, DocumentSteps documents, CatalogSteps catalog)
      throws IOException {
    Concern concern = CONCERNS[random.nextInt(CONCERNS.length)];
    String namespace = shared.get(random.nextInt(shared.size()));
    if (random.nextInt(80) == 0) {
      step(connection, CHECKPOINT, Concern.DEFAULT);
    } else if (concern == Concern.UNACKNOWLEDGED) {
      step(connection, documents.next(namespace, true), concern);
    } else if (lastRetryable != null && random.nextInt(12) == 0) {
      // The repeated command may ask for more than the first did.
      step(connection, again(lastRetryable), concern);
    } else if (random.nextInt(8) == 0) {
      step(connection, catalog.next(namespace), concern);
    } else {
      step(connection, maybeRetryable(documents.next(namespace, false)), concern);
    }
  }

  private void step(ServerConnection connection, Step step, Concern concern) throws IOException {
    BsonDocument command = step.command().clone();
    concern.addTo(command);
    Sent one = new Sent(step, concern, System.nanoTime());
    sent.add(one);
    step.apply(state);
    if (concern == Concern.UNACKNOWLEDGED) {
      connection.send(command);
      return;
    }
    BsonDocument answer = connection.call(command);
    BsonDocument outline = Replies.outline(answer);
    Violation.require(
        Replies.matches(step.expected(), outline),
        () -> "%s is answered by %s, not %s".formatted(one, answer.toJson(), step.expected()));
    one.acknowledged(System.nanoTime(), outline);
    if (step.isRetryable()) {
      // What has failed is tried again, and may succeed by then.
      lastRetryable = outline.containsKey("writeErrors") ? null : one;
    }
  }

  /** The same command once more: nothing changes, and the answer is the same. */
  private static Step again(Sent one) {
    return new Step(one.step().command(), Order.ORDERED, List.of(), one.outline());
  }

  /** Half of what can be repeated gets a transaction number. */
  private Step maybeRetryable(Step step) {
    if (!step.mayBeRetryable() || random.nextBoolean()) {
      return step;
    }
    BsonDocument command =
        step.command()
            .clone()
            .append("lsid", session)
            .append("txnNumber", new BsonInt64(++transactionNumber));
    return new Step(command, step.order(), step.effects(), step.expected());
  }

  private static BsonBinary uuid(int number, long seed) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(seed).putLong(number).array();
    return new BsonBinary(BsonBinarySubType.UUID_STANDARD, bytes);
  }
}
