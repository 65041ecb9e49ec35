package dev.meerkat.spectests.conformance;

import dev.meerkat.server.MeerkatServer;
import dev.meerkat.spectests.Outcome;
import dev.meerkat.spectests.SpecificationFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * MongoDB's unified tests and the committed files that tell of them. Threads: confined to one
 * thread.
 *
 * @param root the checkout
 * @param work a folder for data of servers and for details of the run
 */
public record Conformance(Path root, Path work, SpecificationFiles specifications) {
  private static final Target CORPUS = new Target("sqlite", Persona.STANDALONE);

  /** Runs all and answers what is otherwise than the committed files have it; writes none. */
  public List<String> compare() throws IOException, InterruptedException {
    Reasons reasons = Reasons.read(reasonsFile());
    Report report = run(reasons);
    List<String> surprises = surprises(report, reasons);
    surprises.addAll(report.changes(lines(failuresFile())));
    String page = Page.of(report);
    Path written = work.resolve("CONFORMANCE.md");
    Files.writeString(written, page);
    if (!Files.readString(pageFile()).equals(page)) {
      surprises.add("CONFORMANCE.md is not in step; as it would be now: " + written);
    }
    return surprises;
  }

  /** Runs all, writes the lists and the page, and answers what must not be. */
  List<String> write() throws IOException, InterruptedException {
    Reasons reasons = Reasons.read(reasonsFile());
    Report report = run(reasons);
    Files.write(failuresFile(), report.expectedFailures());
    Files.writeString(pageFile(), Page.of(report));
    System.out.print(Page.tables(report));
    return surprises(report, reasons);
  }

  /**
   * The control: runs the tests that inject faults with no fault at all, and writes down which of
   * them pass nevertheless.
   */
  void control() throws IOException, InterruptedException {
    List<SpecificationTest> tests =
        SpecificationTest.all(specifications).stream()
            .filter(test -> test.evidence().hasFault())
            .toList();
    Map<Target, List<Suite.Run>> runs = runs().all(Target.ofOneBackend(), tests, false);
    SortedSet<String> lines = new TreeSet<>();
    runs.forEach(
        (target, suite) -> {
          for (Suite.Run run : suite) {
            if (run.outcome() instanceof Outcome.Passed) {
              lines.add(Judge.line(target.persona(), run.test()));
            }
          }
        });
    Files.write(provesNothingFile(), lines);
    Details.write(work, "control-", runs);
    System.out.println(lines.size() + " fault tests pass with no fault at all");
  }

  private Report run(Reasons reasons) throws IOException, InterruptedException {
    var runs = runs().all(Target.all(), SpecificationTest.all(specifications), true);
    Details.write(work, "", runs);
    return Report.of(runs, new Judge(reasons, lines(provesNothingFile())), corpus());
  }

  /**
   * The corpus is about BSON, not about storage: once, on the store that servers have by default.
   */
  private BsonCorpus.Result corpus() throws IOException {
    try (MeerkatServer server = CORPUS.start(Files.createTempDirectory(work, "data"))) {
      return BsonCorpus.run(specifications, "127.0.0.1", server.port());
    }
  }

  private List<String> surprises(Report report, Reasons reasons) throws IOException {
    List<String> surprises = new ArrayList<>(report.faults());
    surprises.addAll(report.strangers(lines(provesNothingFile())));
    for (int line : reasons.unused()) {
      surprises.add("no test needs line " + line + " of the reasons any more");
    }
    return surprises;
  }

  Runs runs() throws IOException {
    Files.createDirectories(work);
    return new Runs(Files.createTempDirectory(work, "data"), lines(failuresFile()));
  }

  static SortedSet<String> lines(Path file) throws IOException {
    return new TreeSet<>(Files.readAllLines(file));
  }

  private Path pageFile() {
    return root.resolve("CONFORMANCE.md");
  }

  Path reasonsFile() {
    return root.resolve("spec-tests/unified/reasons.txt");
  }

  private Path failuresFile() {
    return root.resolve("spec-tests/unified/failures.txt");
  }

  Path provesNothingFile() {
    return root.resolve("spec-tests/unified/proves-nothing.txt");
  }
}
