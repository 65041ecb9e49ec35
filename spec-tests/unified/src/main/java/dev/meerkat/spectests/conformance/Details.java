package dev.meerkat.spectests.conformance;

import dev.meerkat.spectests.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of each test, one a line, for who looks for a fault. Threads: immutable. */
final class Details {
  private Details() {}

  static void write(Path folder, String prefix, Map<Target, List<Suite.Run>> runs)
      throws IOException {
    for (var run : runs.entrySet()) {
      write(folder.resolve(prefix + run.getKey().name() + ".tsv"), run.getValue());
    }
  }

  static void write(Path file, List<Suite.Run> runs) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Suite.Run run : runs) {
      lines.add(
          String.join(
              "\t",
              run.test().id(),
              run.test().evidence().text(),
              Long.toString(run.millis()),
              text(run.outcome()).replaceAll("\\s+", " ")));
    }
    Files.write(file, lines);
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Passed passed ->
          "passed"
              + (passed.retries() == 0 ? "" : ", retries: " + passed.retries())
              + (passed.emulated().isEmpty() ? "" : ", emulated: " + passed.emulated());
      case Outcome.Failed failed -> "failed: " + failed.reason();
      case Outcome.NotRun notRun -> "not run: " + notRun.reason();
    };
  }
}
