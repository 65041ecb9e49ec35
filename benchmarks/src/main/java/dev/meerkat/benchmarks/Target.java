package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.bson.BsonDocument;

/**
 * An operation that has a target. Threads: immutable.
 *
 * @param request what a client sends over and over
 * @param isRight whether an answer is the one expected
 */
record Target(String name, Request request, Predicate<BsonDocument> isRight) {

  /** Writes one command. */
  interface Request {
    void write(TargetRequests client, DocumentBuilder command, SplittableRandom random);
  }

  /** A query whose first batch has so many documents. */
  static Target found(String name, Request request, int wanted) {
    return new Target(
        name, request, answer -> Asking.isOk(answer) && Asking.hasBatch(answer, wanted));
  }

  /** A command that says how many documents it was about. */
  static Target counted(String name, Request request, int wanted) {
    return new Target(name, request, answer -> Asking.isOk(answer) && n(answer) == wanted);
  }

  static Target modified(String name, Request request) {
    return new Target(
        name,
        request,
        answer ->
            Asking.isOk(answer)
                && answer.getDocument("lastErrorObject").getBoolean("updatedExisting").getValue());
  }

  static int n(BsonDocument answer) {
    return answer.getNumber("n").intValue();
  }

  /** A client of the server, known by its number. */
  Asking client(TargetRequests.Shared shared, int number) {
    return client(shared, number, isRight);
  }

  /** As the other, but it takes whatever answer comes. */
  Asking echoed(TargetRequests.Shared shared, int number) {
    return client(shared, number, _ -> true);
  }

  private Asking client(
      TargetRequests.Shared shared, int number, Predicate<BsonDocument> expected) {
    TargetRequests own = new TargetRequests(shared, number);
    return new Asking(
        name, (command, random) -> request.write(own, command, random), expected, number);
  }
}
