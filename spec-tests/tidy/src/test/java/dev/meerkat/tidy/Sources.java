package dev.meerkat.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the checkout that the tidy test reads. */
record Sources(Path root) {
  static Sources ofCheckout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("CONTRIBUTING.md"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("not inside a checkout");
      }
    }
    return new Sources(folder);
  }

  /** All Java files, those of tests too. */
  List<Path> java() {
    return files(".java");
  }

  /** The Java files that are shipped. */
  List<Path> mainJava() {
    return java().stream().filter(file -> file.toString().contains("/src/main/java/")).toList();
  }

  List<Path> files(String suffix) {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(file -> file.toString().endsWith(suffix))
          .filter(Files::isRegularFile)
          .filter(file -> !isGenerated(root.relativize(file)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name(Path file) {
    return root.relativize(file).toString();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isGenerated(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.equals("target") || name.equals("node_modules") || name.startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
