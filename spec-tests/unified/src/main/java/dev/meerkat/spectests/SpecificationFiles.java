package dev.meerkat.spectests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * MongoDB's specifications repository, where it is at hand: in the folder that the system property
 * {@code meerkat.specifications} names, in {@code shared/specifications} beside the checkout, or
 * cloned into {@code target}. Threads: immutable.
 *
 * @param source the folder that holds one folder for each specification
 */
public record SpecificationFiles(Path source) {
  /** The self-tests of the unified test format. */
  public static final String FORMAT = "unified-test-format";

  /**
   * Every folder that is read, and no other: the rest of the repository tests drivers alone, logs,
   * tracing or client-side encryption. Those that measure time come last, when all is warm.
   */
  private static final List<String> FOLDERS =
      List.of(
          "crud/tests/unified",
          "causal-consistency/tests",
          "change-streams/tests/unified",
          "client-backpressure/tests",
          "collection-management/tests",
          "command-logging-and-monitoring/tests/monitoring",
          "gridfs/tests",
          "index-management/tests",
          "load-balancers/tests",
          "mongodb-handshake/tests/unified",
          "read-write-concern/tests/operation",
          "retryable-reads/tests/unified",
          "retryable-writes/tests/unified",
          "run-command/tests/unified",
          "sessions/tests",
          "transactions/tests/unified",
          "transactions-convenient-api/tests/unified",
          "versioned-api/tests",
          "server-discovery-and-monitoring/tests/unified",
          "client-side-operations-timeout/tests",
          "unified-test-format/tests/valid-fail",
          "unified-test-format/tests/valid-pass");

  public static Optional<SpecificationFiles> find() {
    return Found.FILES;
  }

  /** The specifications whose unified tests are there, but for the format's own. */
  public List<String> specifications() {
    return FOLDERS.stream()
        .map(folder -> folder.substring(0, folder.indexOf('/')))
        .filter(specification -> !specification.equals(FORMAT))
        .distinct()
        .toList();
  }

  /** The unified test files of one specification, sorted. */
  public List<Path> unified(String specification) {
    List<Path> files = new ArrayList<>();
    for (String folder : FOLDERS) {
      if (folder.startsWith(specification + "/")) {
        files.addAll(json(folder));
      }
    }
    return files;
  }

  /** The files of the BSON corpus, sorted. */
  public List<Path> bsonCorpus() {
    return json("bson-corpus/tests");
  }

  private List<Path> json(String folder) {
    try (Stream<Path> walk = Files.walk(source.resolve(folder))) {
      return walk.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looked for once. Threads: immutable. */
  private static final class Found {
    static final Optional<SpecificationFiles> FILES = look().map(SpecificationFiles::new);

    private static Optional<Path> look() {
      String property = System.getProperty("meerkat.specifications");
      if (property != null) {
        return Optional.of(Path.of(property).resolve("source"));
      }
      for (Path folder = Path.of("").toAbsolutePath();
          folder != null;
          folder = folder.getParent()) {
        Path candidate = folder.resolve("shared/specifications/source");
        if (Files.isDirectory(candidate)) {
          return Optional.of(candidate);
        }
      }
      return SpecificationsClone.make().map(clone -> clone.resolve("source"));
    }
  }
}
