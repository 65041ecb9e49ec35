package dev.meerkat.spectests.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meerkat.spectests.SpecificationFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** MongoDB's unified tests on every backend, held against {@code CONFORMANCE.md}. */
final class ConformanceTest {
  /** Maven runs tests in the module's folder, two below the checkout's. */
  private static final Path ROOT = Path.of("../..");

  @Test
  void theSpecificationsTestsGoAsTheCommittedFilesHaveIt()
      throws IOException, InterruptedException {
    Optional<SpecificationFiles> files = SpecificationFiles.find();
    if (files.isEmpty()) {
      System.err.println("****************************************************************");
      System.err.println("NOT RUN: MongoDB's unified tests are not at hand and cannot be cloned");
      System.err.println("****************************************************************");
    }
    assumeTrue(files.isPresent(), "MongoDB's specifications are not at hand");
    List<String> surprises =
        new Conformance(ROOT, Path.of("target/conformance"), files.orElseThrow()).compare();
    assertTrue(surprises.isEmpty(), () -> surprises.size() + ":\n" + String.join("\n", surprises));
  }
}
