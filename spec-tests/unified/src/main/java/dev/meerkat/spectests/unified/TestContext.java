package dev.meerkat.spectests.unified;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What the operations of one test share. Threads: safe.
 *
 * @param internal the runner's own client, which no test observes
 * @param faults whether fail points are set at all
 * @param cleanup what is undone after the test
 */
public record TestContext(
    Deployment deployment,
    MongoClient internal,
    Entities entities,
    boolean faults,
    Deque<Runnable> cleanup) {

  public TestContext(Deployment deployment, MongoClient internal, boolean faults) {
    this(deployment, internal, new Entities(deployment), faults, new ConcurrentLinkedDeque<>());
  }

  /** What was sent, or set, otherwise than by the driver's public API. */
  public Set<String> emulated() {
    return entities.emulated();
  }

  /** Undoes, once, what the test has set; answers what went wrong. */
  public Optional<MongoException> cleanUp() {
    Optional<MongoException> failure = Optional.empty();
    for (Runnable undo = cleanup.poll(); undo != null; undo = cleanup.poll()) {
      try {
        undo.run();
      } catch (MongoException e) {
        failure = Optional.of(e);
      }
    }
    return failure;
  }
}
