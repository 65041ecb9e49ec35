package dev.meerkat.crash.load;

import java.io.IOException;
import java.util.List;
import org.bson.BsonDocument;

/**
 * Repeats what a driver would repeat after the crash: the same command with the same session and
 * number. What had been done answers what it had answered and does nothing; what was lost or half
 * done is completed. Threads: confined.
 */
final class Retries {
  private final ServerConnection connection;
  private int done;

  Retries(ServerConnection connection) {
    this.connection = connection;
  }

  /** How many commands were repeated. */
  int done() {
    return done;
  }

  /**
   * Repeats a worker's last step that is there, and the next.
   *
   * @param state what is there of the worker; what is completed is added
   */
  void repeat(Worker worker, Explanation explanation, State state) throws IOException {
    List<Sent> sent = worker.sent();
    int steps = explanation.steps();
    if (steps > 0 && sent.get(steps - 1).step().isRetryable() && !explanation.partly()) {
      Sent last = sent.get(steps - 1);
      BsonDocument answer = repeat(last);
      Violation.require(
          last.outline() == null || last.outline().equals(answer),
          () -> last + " was answered by " + last.outline() + ", repeated by " + answer);
    }
    if (steps < sent.size() && sent.get(steps).step().isRetryable()) {
      BsonDocument _ = repeat(sent.get(steps));
      sent.get(steps).step().apply(state);
    }
  }

  private BsonDocument repeat(Sent one) throws IOException {
    BsonDocument command = one.step().command().clone();
    Concern.MAJORITY.addTo(command);
    BsonDocument answer = connection.call(command);
    BsonDocument outline = Replies.outline(answer);
    Violation.require(
        Replies.matches(one.step().expected(), outline),
        () -> "repeated after the crash, " + one + " is answered by " + answer.toJson());
    done++;
    return outline;
  }
}
