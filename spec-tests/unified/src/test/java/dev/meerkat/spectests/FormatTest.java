package dev.meerkat.spectests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meerkat.server.MeerkatOptions;
import dev.meerkat.server.MeerkatServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The format's own tests of runners: what is valid passes, and what must fail fails. */
final class FormatTest {
  /** Files of tests that need what the server does not have yet, each with the reason. */
  private static final Map<String, String> PENDING =
      Map.of(
          "poc-change-streams.json", "change streams",
          "poc-transactions-convenient-api.json", "transactions",
          "poc-transactions.json", "transactions");

  /** So many run against a replica set of one, so that none is left out unnoticed. */
  private static final int VALID_PASS = 61;

  private static final int VALID_FAIL = 27;

  @Test
  void validTestsPass() throws IOException {
    List<String> failed = new ArrayList<>();
    int passed = 0;
    try (MeerkatServer server = start();
        UnifiedRunner runner = new UnifiedRunner(server.connectionString())) {
      for (Path file : files("valid-pass")) {
        boolean isPending = PENDING.containsKey(String.valueOf(file.getFileName()));
        for (UnifiedRunner.UnifiedTest test : UnifiedRunner.read(file)) {
          switch (isPending ? new Outcome.NotRun("pending") : runner.run(test)) {
            case Outcome.Passed _ -> passed++;
            case Outcome.Failed failure ->
                failed.add(
                    file.getFileName() + ": " + test.description() + ": " + failure.reason());
            case Outcome.NotRun _ -> {}
          }
        }
      }
    }
    assertEquals(List.of(), failed);
    assertEquals(VALID_PASS, passed);
  }

  @Test
  void testsThatMustFailFail() throws IOException {
    List<String> passed = new ArrayList<>();
    int failed = 0;
    try (MeerkatServer server = start();
        UnifiedRunner runner = new UnifiedRunner(server.connectionString())) {
      for (Path file : files("valid-fail")) {
        for (UnifiedRunner.UnifiedTest test : UnifiedRunner.read(file)) {
          switch (runner.run(test)) {
            case Outcome.Passed _ -> passed.add(file.getFileName() + ": " + test.description());
            case Outcome.Failed _ -> failed++;
            case Outcome.NotRun _ -> {}
          }
        }
      }
    }
    assertEquals(List.of(), passed);
    assertEquals(VALID_FAIL, failed);
  }

  private static MeerkatServer start() {
    return MeerkatServer.start(
        MeerkatOptions.builder().storage("memory").parameter("enableTestCommands", "1").build());
  }

  private static List<Path> files(String folder) throws IOException {
    Optional<SpecificationFiles> specifications = SpecificationFiles.find();
    if (specifications.isEmpty()) {
      System.out.println("The format's own tests were NOT RUN: the specifications are not at hand");
    }
    assumeTrue(specifications.isPresent(), "MongoDB's specifications are not at hand");
    try (Stream<Path> walk =
        Files.walk(
            specifications.orElseThrow().source().resolve("unified-test-format/tests/" + folder))) {
      return walk.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
