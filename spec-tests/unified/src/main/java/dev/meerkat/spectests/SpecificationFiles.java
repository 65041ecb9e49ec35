package dev.meerkat.spectests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * MongoDB's specifications repository, where it is at hand: in the folder that the system property
 * {@code meerkat.specifications} names, or in {@code shared/specifications} beside the checkout.
 * Threads: immutable.
 *
 * @param source the folder that holds one folder for each specification
 */
public record SpecificationFiles(Path source) {
  public static Optional<SpecificationFiles> find() {
    String property = System.getProperty("meerkat.specifications");
    if (property != null) {
      return Optional.of(new SpecificationFiles(Path.of(property).resolve("source")));
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path candidate = folder.resolve("shared/specifications/source");
      if (Files.isDirectory(candidate)) {
        return Optional.of(new SpecificationFiles(candidate));
      }
      folder = folder.getParent();
    }
    return Optional.empty();
  }

  /** The unified test files of one specification, sorted. */
  public List<Path> unified(String specification) {
    try (Stream<Path> walk = Files.walk(source.resolve(specification).resolve("tests"))) {
      return walk.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
