package dev.meerkat.spectests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.meerkat.spectests.Outcome;
import dev.meerkat.spectests.conformance.Reasons.Reason;
import dev.meerkat.spectests.conformance.Verdict.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JudgeTest {
  private static final SpecificationTest FAULT = Samples.test("retry", "a fault", Samples.FAULT);
  private static final SpecificationTest SLOW = Samples.test("retry", "slow", Samples.FAULT);
  private static final Outcome PASSED = new Outcome.Passed(List.of(), 0);
  private static final Outcome EMULATED = new Outcome.Passed(List.of("rename"), 0);

  @TempDir Path folder;

  private Verdict judge(SpecificationTest test, Outcome outcome, String... provesNothing)
      throws IOException {
    return judge(Persona.REPLICA_SET, test, outcome, provesNothing);
  }

  private Verdict judge(
      Persona persona, SpecificationTest test, Outcome outcome, String... provesNothing)
      throws IOException {
    Reasons reasons =
        Samples.reasons(
            folder,
            """
            never: one node
              fails says alone
              not-run says sharded
            coming: patience
              flaky test retry/file.json: slow
            """);
    return new Judge(reasons, Set.of(provesNothing)).judge(persona, test, outcome);
  }

  @Test
  void whatPassesHasPassed() throws IOException {
    assertEquals(Kind.PASSED, judge(FAULT, PASSED).kind());
    assertEquals(Kind.EMULATED, judge(FAULT, EMULATED).kind());
  }

  @Test
  void whatPassesWithoutItsFaultProvesNothing() throws IOException {
    String line = "replica-set retry/file.json: a fault";
    assertEquals(Kind.PROVES_NOTHING, judge(FAULT, PASSED, line).kind());
    assertEquals(Kind.PROVES_NOTHING, judge(FAULT, EMULATED, line).kind());
    assertEquals(Kind.PASSED, judge(Persona.STANDALONE, FAULT, PASSED, line).kind());
    assertEquals(Kind.FAILED, judge(FAULT, new Outcome.Failed("no"), line).kind());
  }

  @Test
  void aFailureWithAReasonIsExpectedAndAnotherIsNot() throws IOException {
    Verdict expected = judge(FAULT, new Outcome.Failed("it was alone"));
    assertEquals(Kind.EXPECTED_FAILURE, expected.kind());
    assertEquals(new Reason(Reasons.Kind.NEVER, "one node"), expected.reason());
    Verdict failed = judge(FAULT, new Outcome.Failed("it was lost"));
    assertEquals(Kind.FAILED, failed.kind());
    assertNull(failed.reason());
    assertEquals("it was lost", failed.said());
  }

  @Test
  void whatPassesAtTimesIsFlakyEitherWay() throws IOException {
    assertEquals(Kind.FLAKY, judge(SLOW, PASSED).kind());
    assertEquals(Kind.FLAKY, judge(SLOW, new Outcome.Failed("it was lost")).kind());
  }

  @Test
  void whatDoesNotRunIsNoFailureAndHasItsReasonOrNone() throws IOException {
    Verdict known = judge(FAULT, new Outcome.NotRun("needs the topology sharded"));
    assertEquals(Kind.NOT_RUN, known.kind());
    assertEquals(new Reason(Reasons.Kind.NEVER, "one node"), known.reason());
    Verdict unknown = judge(FAULT, new Outcome.NotRun("no idea"));
    assertEquals(Kind.NOT_RUN, unknown.kind());
    assertNull(unknown.reason());
  }
}
