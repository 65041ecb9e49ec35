package dev.meerkat.crash.isolation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.crash.load.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check finds each anomaly that snapshot isolation forbids, and none that it allows. */
final class IsolationCheckTest {
  private static final Version X0 = new Version("x", 1, Version.SETUP, 1);
  private static final Version Y0 = new Version("y", 1, Version.SETUP, 1);

  private static Attempt attempt(String id, long began, long ended) {
    Attempt attempt = new Attempt(id, began);
    attempt.end(Attempt.Outcome.COMMITTED, ended);
    return attempt;
  }

  private static Attempt with(Attempt attempt, List<Version> reads, Version... writes) {
    reads.forEach(attempt::read);
    for (Version write : writes) {
      attempt.write(write);
    }
    return attempt;
  }

  private static void refused(String why, Attempt... all) {
    Violation found = assertThrows(Violation.class, () -> IsolationCheck.check(List.of(all)));
    assertTrue(found.getMessage().contains(why), found.getMessage());
  }

  @Test
  void twoThatMakeTheSameVersionLoseAnUpdate() {
    refused(
        "an update is lost",
        with(attempt("a", 0, 9), List.of(X0), new Version("x", 2, "a", 1)),
        with(attempt("b", 0, 9), List.of(X0), new Version("x", 2, "b", 1)));
  }

  @Test
  void whatWasTakenBackMustNotBeRead() {
    Attempt aborted = new Attempt("a", 0);
    aborted.write(new Version("x", 2, "a", 1));
    refused("taken back", aborted, with(attempt("b", 0, 9), List.of(new Version("x", 2, "a", 1))));
  }

  @Test
  void whatIsWrittenInBetweenMustNotBeRead() {
    refused(
        "in the middle",
        with(
            attempt("a", 0, 9),
            List.of(X0),
            new Version("x", 2, "a", 1),
            new Version("x", 3, "a", 2)),
        with(attempt("b", 0, 9), List.of(new Version("x", 2, "a", 1))));
  }

  @Test
  void aHalfSeenTransactionIsRefused() {
    refused(
        "no order",
        with(
            attempt("a", 0, 9),
            List.of(X0, Y0),
            new Version("x", 2, "a", 1),
            new Version("y", 2, "a", 1)),
        with(attempt("b", 0, 9), List.of(new Version("x", 2, "a", 1), Y0)));
  }

  @Test
  void aLongForkIsRefused() {
    Version x1 = new Version("x", 2, "a", 1);
    Version y1 = new Version("y", 2, "b", 1);
    refused(
        "no order",
        with(attempt("a", 0, 9), List.of(X0), x1),
        with(attempt("b", 0, 9), List.of(Y0), y1),
        with(attempt("c", 0, 9), List.of(x1, Y0)),
        with(attempt("d", 0, 9), List.of(X0, y1)));
  }

  @Test
  void aPhantomIsRefused() {
    Version z1 = new Version("z", 1, "a", 1);
    Version x1 = new Version("x", 2, "a", 1);
    refused(
        "no order",
        with(attempt("a", 0, 9), List.of(X0), z1, x1),
        with(attempt("b", 0, 9), List.of(x1, Version.unborn("z"))));
  }

  @Test
  void whatEndedBeforeOneBeganIsSeen() {
    refused(
        "no order",
        with(attempt("a", 0, 1), List.of(X0), new Version("x", 2, "a", 1)),
        with(attempt("b", 2, 3), List.of(X0)));
  }

  @Test
  void writeSkewIsAllowed() {
    assertDoesNotThrow(
        () ->
            IsolationCheck.check(
                List.of(
                    with(attempt("a", 0, 9), List.of(X0, Y0), new Version("x", 2, "a", 1)),
                    with(attempt("b", 0, 9), List.of(X0, Y0), new Version("y", 2, "b", 1)))));
  }

  @Test
  void whatNobodyKnowsTheEndOfMayBeReadOrNot() {
    Attempt unknown = new Attempt("a", 0);
    unknown.write(new Version("x", 2, "a", 1));
    unknown.end(Attempt.Outcome.UNKNOWN, 1);
    assertDoesNotThrow(
        () ->
            IsolationCheck.check(
                List.of(
                    unknown,
                    with(attempt("b", 0, 9), List.of(X0)),
                    with(attempt("c", 0, 10), List.of(new Version("x", 2, "a", 1))))));
  }
}
