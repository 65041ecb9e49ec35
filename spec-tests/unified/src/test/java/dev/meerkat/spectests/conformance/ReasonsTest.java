package dev.meerkat.spectests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spectests.conformance.Reasons.Became;
import dev.meerkat.spectests.conformance.Reasons.Kind;
import dev.meerkat.spectests.conformance.Reasons.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReasonsTest {
  private static final String TEXT =
      """
      # comments and empty lines are passed over

      never: one node
        not-run says needs the topology
        fails persona standalone & says no replica set

      coming: change streams
        fails operation createChangeStream
        fails path streams/file.json: second
        flaky test timing/file.json: slow
        fails contains 'anchor'
      """;
  private static final Reason NEVER = new Reason(Kind.NEVER, "one node");
  private static final Reason COMING = new Reason(Kind.COMING, "change streams");
  private static final SpecificationTest PLAIN = Samples.test("crud", "first", Samples.PLAIN);

  @TempDir Path folder;

  @Test
  void theFirstRuleThatHoldsGivesTheReason() throws IOException {
    Reasons reasons = Samples.reasons(folder, TEXT);
    SpecificationTest stream =
        Samples.test("x", "y", "{operations: [{name: 'createChangeStream', object: 'c'}]}");
    assertEquals(Optional.of(COMING), of(reasons, Became.FAILS, stream, Persona.STANDALONE, "no"));
    assertEquals(
        Optional.of(NEVER),
        of(reasons, Became.FAILS, stream, Persona.STANDALONE, "there is no replica set"));
  }

  @Test
  void everyConditionOfARuleMustHold() throws IOException {
    Reasons reasons = Samples.reasons(folder, TEXT);
    assertEquals(
        Optional.empty(),
        of(reasons, Became.FAILS, PLAIN, Persona.REPLICA_SET, "there is no replica set"));
    assertEquals(Optional.empty(), of(reasons, Became.FAILS, PLAIN, Persona.STANDALONE, "another"));
  }

  @Test
  void aRuleIsAboutOneFate() throws IOException {
    Reasons reasons = Samples.reasons(folder, TEXT);
    String said = "needs the topology sharded";
    assertEquals(Optional.of(NEVER), of(reasons, Became.NOT_RUN, PLAIN, Persona.REPLICA_SET, said));
    assertEquals(Optional.empty(), of(reasons, Became.FAILS, PLAIN, Persona.REPLICA_SET, said));
  }

  @Test
  void pathsAreBeginningsAndTestsAreWhole() throws IOException {
    Reasons reasons = Samples.reasons(folder, TEXT);
    SpecificationTest second = Samples.test("streams", "second of three", Samples.PLAIN);
    SpecificationTest slow = Samples.test("timing", "slow", Samples.PLAIN);
    SpecificationTest slower = Samples.test("timing", "slower", Samples.PLAIN);
    assertEquals(Optional.of(COMING), of(reasons, Became.FAILS, second, Persona.STANDALONE, ""));
    assertEquals(Optional.of(COMING), of(reasons, Became.FLAKY, slow, Persona.STANDALONE, ""));
    assertEquals(Optional.empty(), of(reasons, Became.FLAKY, slower, Persona.STANDALONE, ""));
  }

  @Test
  void rulesThatNobodyNeededAreTold() throws IOException {
    Reasons reasons = Samples.reasons(folder, TEXT);
    assertEquals(List.of(4, 5, 8, 9, 10, 11), reasons.unused());
    assertEquals(
        Optional.of(NEVER),
        of(reasons, Became.NOT_RUN, PLAIN, Persona.STANDALONE, "needs the topology"));
    assertEquals(List.of(5, 8, 9, 10, 11), reasons.unused());
  }

  @Test
  void othersServersAreExcusedOnlyForWhatNobodyCan() throws IOException {
    Reasons reasons = Samples.reasons(folder, TEXT).onlyNever();
    SpecificationTest slow = Samples.test("timing", "slow", Samples.PLAIN);
    assertEquals(Optional.empty(), of(reasons, Became.FLAKY, slow, Persona.STANDALONE, ""));
    assertEquals(
        Optional.of(NEVER),
        of(reasons, Became.FAILS, slow, Persona.STANDALONE, "there is no replica set"));
  }

  @Test
  void aReasonNamesItsKindAndARuleAFate() {
    assertThrows(
        IllegalArgumentException.class, () -> Samples.reasons(folder, "perhaps: it rains\n"));
    assertThrows(
        IllegalArgumentException.class,
        () -> Samples.reasons(folder, "never: it rains\n  melts says sugar\n"));
  }

  private static Optional<Reason> of(
      Reasons reasons, Became became, SpecificationTest test, Persona persona, String said) {
    return reasons.of(became, test, persona, said);
  }
}
