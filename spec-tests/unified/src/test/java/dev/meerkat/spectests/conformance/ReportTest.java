package dev.meerkat.spectests.conformance;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spectests.Outcome;
import dev.meerkat.spectests.conformance.Reasons.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build fails by, and the page that people read. */
final class ReportTest {
  private static final Target MEMORY = new Target("memory", Persona.REPLICA_SET);
  private static final Target SQLITE = new Target("sqlite", Persona.REPLICA_SET);
  private static final SpecificationTest PLAIN = Samples.test("crud", "plain", Samples.PLAIN);
  private static final SpecificationTest FAULT = Samples.test("retry", "fault", Samples.FAULT);
  private static final Outcome PASSED = new Outcome.Passed(List.of(), 0);
  private static final Outcome ALONE = new Outcome.Failed("it was alone");
  private static final String FAULT_LINE = "replica-set retry/file.json: fault";

  @TempDir Path folder;

  private Report report(Map<Target, List<Outcome>> outcomes) throws IOException {
    Reasons reasons =
        Samples.reasons(folder, "never: one node\n  fails says alone\n  not-run says sharded\n");
    Map<Target, List<Suite.Run>> runs = new LinkedHashMap<>();
    for (Target target : List.of(MEMORY, SQLITE)) {
      List<Suite.Run> suite = new ArrayList<>();
      List<Outcome> of = outcomes.getOrDefault(target, List.of(PASSED, PASSED));
      suite.add(new Suite.Run(PLAIN, of.get(0), 1));
      suite.add(new Suite.Run(FAULT, of.get(1), 1));
      runs.put(target, suite);
    }
    return Report.of(runs, new Judge(reasons, Set.of(FAULT_LINE)), null);
  }

  private static Map<Target, List<Outcome>> both(Outcome plain, Outcome fault) {
    return Map.of(MEMORY, List.of(plain, fault), SQLITE, List.of(plain, fault));
  }

  @Test
  void wherePassesAreAsKnownNothingIsFound() throws IOException {
    Report report = report(Map.of());
    assertEquals(List.of(), report.faults());
    assertEquals(List.of(), report.changes(Set.of()));
    assertEquals(List.of(), report.strangers(Set.of(FAULT_LINE)));
  }

  @Test
  void anUnknownFailureIsAFault() throws IOException {
    List<String> faults = report(both(new Outcome.Failed("it was lost"), PASSED)).faults();
    assertEquals(
        List.of(
            "fails: memory replica-set crud/file.json: plain -> it was lost",
            "fails: sqlite replica-set crud/file.json: plain -> it was lost"),
        faults);
  }

  @Test
  void whatDoesNotRunForNoKnownReasonIsAFault() throws IOException {
    assertEquals(List.of(), report(both(new Outcome.NotRun("sharded"), PASSED)).faults());
    assertEquals(2, report(both(new Outcome.NotRun("lazy"), PASSED)).faults().size());
  }

  @Test
  void aDifferenceBetweenBackendsIsAFault() throws IOException {
    List<String> faults = report(Map.of(SQLITE, List.of(ALONE, PASSED))).faults();
    assertEquals(1, faults.size());
    assertTrue(faults.getFirst().startsWith("differs: memory replica-set crud/"), faults::toString);
  }

  @Test
  void failuresThatComeAndGoAreChanges() throws IOException {
    Report report = report(both(ALONE, PASSED));
    String line = "replica-set crud/file.json: plain";
    assertEquals(Set.of(line), report.expectedFailures());
    assertEquals(List.of(), report.changes(Set.of(line)));
    assertEquals(List.of("did not fail before: " + line), report.changes(Set.of()));
    assertEquals(
        List.of("does not fail any more, write the lists anew: replica-set gone"),
        report.changes(Set.of(line, "replica-set gone")));
  }

  @Test
  void onlyRunningTestsOfFaultsMayProveNothing() throws IOException {
    String plain = "replica-set crud/file.json: plain";
    assertEquals(
        List.of("no test of a fault that runs, run the controls again: " + plain),
        report(Map.of()).strangers(Set.of(plain, FAULT_LINE)));
    Report notRun = report(both(PASSED, new Outcome.NotRun("sharded")));
    assertEquals(1, notRun.strangers(Set.of(FAULT_LINE)).size());
  }

  @Test
  void thePageCountsEachTestInOneColumnAndTellsTheReasons() throws IOException {
    String page = Page.of(report(both(ALONE, PASSED)));
    assertTrue(
        page.contains("| a replica set of one | memory | semantic | 0 | 0 | 0 | 0 | 1 | 0 | 0 |"),
        page);
    assertTrue(
        page.contains(
            "| a replica set of one | sqlite | fault + events | 0 | 0 | 1 | 0 | 0 | 0 | 0 |"),
        page);
    assertTrue(
        page.contains("| a replica set of one | memory | **all** | 0 | 0 | 1 | 0 | 1 | 0 | 0 |"),
        page);
    assertTrue(page.contains("## A replica set of one: memory, sqlite\n"), page);
    assertTrue(page.contains("| retry | fault + events | 0 | 0 | 1 | 0 | 0 | 0 | 0 |"), page);
    assertTrue(page.contains("1 reasons: 0 name work that is to come, 1 what one node"), page);
    assertTrue(page.contains("| never | one node | 1 | 0 |"), page);
  }

  @Test
  void backendsThatDifferHaveTablesOfTheirOwn() throws IOException {
    String page = Page.of(report(Map.of(SQLITE, List.of(ALONE, PASSED))));
    assertTrue(page.contains("## A replica set of one: memory\n"), page);
    assertTrue(page.contains("## A replica set of one: sqlite\n"), page);
  }

  @Test
  void anEvidenceIsWhatATestLooksAt() {
    assertEquals(Evidence.SEMANTIC, PLAIN.evidence());
    assertEquals(Evidence.FAULT_EVENTS, FAULT.evidence());
    assertEquals(
        Evidence.FAULT_OUTCOME,
        Samples.test(
                "a",
                "b",
                "{operations: [{name: 'failPoint', object: 't'}], outcome: [{documents: []}]}")
            .evidence());
    assertEquals(
        Evidence.EVENTS,
        Samples.test("a", "b", "{operations: [{name: 'find', object: 'c'}]}").evidence());
  }

  @Test
  void verdictsKeepTheirReason() throws IOException {
    Verdict verdict = requireNonNull(report(both(ALONE, PASSED)).tests(MEMORY).get(PLAIN));
    assertEquals(new Reason(Reasons.Kind.NEVER, "one node"), verdict.reason());
  }
}
