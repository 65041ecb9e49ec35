package dev.meerkat.spectests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meerkat.server.MeerkatOptions;
import dev.meerkat.server.MeerkatServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MongoDB's unified tests, on every backend. */
final class ConformanceTest {
  /**
   * Tests that are known to fail, each with its reason, one a line: {@code file: test # reason}.
   */
  private static final String KNOWN = "/known-failures.txt";

  private static final List<String> BACKENDS = List.of("memory", "sqlite", "xodus");

  @Test
  void theSpecificationsTestsPassButForKnownFailures(@TempDir Path folder) throws IOException {
    Optional<SpecificationFiles> files = SpecificationFiles.find();
    if (files.isEmpty()) {
      System.out.println(
          "MongoDB's unified tests were NOT RUN: the specifications are not at hand");
    }
    assumeTrue(
        files.isPresent(), "MongoDB's specifications are not at hand; see SpecificationFiles");
    SortedMap<String, String> known = known();
    Conformance conformance = new Conformance();
    List<String> surprises = new ArrayList<>();
    for (String backend : BACKENDS) {
      Conformance.Tally tally = conformance.tally("crud", backend);
      run(files.orElseThrow(), backend, folder.resolve(backend), tally);
      tally
          .failures()
          .forEach(
              (test, reason) -> {
                if (!known.containsKey(test)) {
                  surprises.add(backend + ": " + test + " -> " + reason);
                }
              });
      known.keySet().stream()
          .filter(test -> !tally.failures().containsKey(test))
          .forEach(test -> surprises.add(backend + ": passes now, take it from the list: " + test));
    }
    assertEquals(List.of(), surprises);
    comparePage(conformance.page(known));
  }

  private static void run(
      SpecificationFiles files, String backend, Path folder, Conformance.Tally tally) {
    MeerkatOptions options = MeerkatOptions.builder().storage(backend).folder(folder).build();
    try (MeerkatServer server = MeerkatServer.start(options);
        UnifiedRunner runner = new UnifiedRunner(server.connectionString())) {
      for (Path file : files.unified("crud")) {
        for (UnifiedRunner.UnifiedTest test : UnifiedRunner.read(file)) {
          tally.add(file.getFileName() + ": " + test.description(), runner.run(test));
        }
      }
    }
  }

  private static void comparePage(String page) throws IOException {
    // Maven runs tests in the module's folder, two below the checkout's.
    Path file = Path.of("../../CONFORMANCE.md");
    if (System.getProperty("meerkat.conformance", "compare").equals("write")) {
      Files.writeString(file, page);
    }
    assertEquals(Files.readString(file), page);
  }

  private static SortedMap<String, String> known() throws IOException {
    SortedMap<String, String> known = new TreeMap<>();
    try (var stream = ConformanceTest.class.getResourceAsStream(KNOWN)) {
      if (stream == null) {
        throw new IOException("missing " + KNOWN);
      }
      for (String line :
          new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        int reason = line.indexOf(" # ");
        if (reason > 0 && !line.startsWith("#")) {
          known.put(line.substring(0, reason), line.substring(reason + 3));
        }
      }
    }
    return known;
  }
}
