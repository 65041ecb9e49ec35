package dev.meerkat.spectests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meerkat.server.MeerkatOptions;
import dev.meerkat.server.MeerkatServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code crud} specification's unified tests, on every backend. */
final class CrudSpecTest {
  /**
   * Tests that are known to fail, each with its reason, one a line: {@code file: test # reason}.
   */
  private static final String KNOWN = "/known-failures.txt";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "xodus"})
  void crudTestsPassButForKnownFailures(String backend) throws IOException {
    Optional<SpecificationFiles> files = SpecificationFiles.find();
    assumeTrue(
        files.isPresent(),
        "NOT RUN: MongoDB's specifications are not at hand; see SpecificationFiles");
    TreeMap<String, String> failures = new TreeMap<>();
    int passed = 0;
    TreeMap<String, Integer> notRun = new TreeMap<>();
    MeerkatOptions options =
        MeerkatOptions.builder().storage(backend).folder(folder.resolve(backend)).build();
    try (MeerkatServer server = MeerkatServer.start(options);
        UnifiedRunner runner = new UnifiedRunner(server.connectionString())) {
      for (Path file : files.orElseThrow().unified("crud")) {
        for (UnifiedRunner.UnifiedTest test : UnifiedRunner.read(file)) {
          switch (runner.run(test)) {
            case Outcome.Passed _ -> passed++;
            case Outcome.Failed failed ->
                failures.put(file.getFileName() + ": " + test.description(), failed.reason());
            case Outcome.NotRun reason -> notRun.merge(reason.reason(), 1, Integer::sum);
          }
        }
      }
    }
    System.out.printf(
        "crud on %s: %d passed, %d failed, not run: %s%n",
        backend, passed, failures.size(), notRun);
    Set<String> unexpected = new TreeSet<>(failures.keySet());
    unexpected.removeAll(known());
    List<String> texts = new ArrayList<>();
    unexpected.forEach(name -> texts.add(name + " -> " + failures.get(name)));
    assertEquals(List.of(), texts);
    Set<String> mended = new TreeSet<>(known());
    mended.removeAll(failures.keySet());
    assertEquals(Set.of(), mended, "these pass now: take them from the list");
  }

  private static Set<String> known() throws IOException {
    Set<String> names = new TreeSet<>();
    try (var stream = CrudSpecTest.class.getResourceAsStream(KNOWN)) {
      if (stream == null) {
        throw new IOException("missing " + KNOWN);
      }
      new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> names.add(line.substring(0, line.indexOf(" # "))));
    }
    return names;
  }
}
