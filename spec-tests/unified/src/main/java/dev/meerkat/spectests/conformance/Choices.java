package dev.meerkat.spectests.conformance;

import dev.meerkat.spectests.SpecificationFiles;
import java.util.Iterator;
import java.util.List;

/**
 * What the user of {@code spec-tests/conformance} has said. Threads: immutable.
 *
 * @param uri another server, or empty for all of this project's
 * @param write whether the committed files are written anew
 * @param controls whether the control without faults runs
 * @param only the beginning of the names of the tests that run; empty for all
 * @param server the beginning of the names of this project's servers that are started; empty for
 *     all
 */
record Choices(String uri, boolean write, boolean controls, String only, String server) {

  static Choices of(List<String> words) {
    Choices choices = new Choices("", false, false, "", "");
    for (Iterator<String> word = words.iterator(); word.hasNext(); ) {
      choices = choices.with(word.next(), word);
    }
    if (choices.writes() && !(choices.isWhole() && choices.uri().isEmpty())) {
      throw new IllegalArgumentException("what is written comes from a run of all tests");
    }
    return choices;
  }

  private Choices with(String word, Iterator<String> rest) {
    return switch (word) {
      case "--uri" -> new Choices(rest.next(), write, controls, only, server);
      case "--write" -> new Choices(uri, true, controls, only, server);
      case "--controls" -> new Choices(uri, write, true, only, server);
      case "--only" -> new Choices(uri, write, controls, rest.next(), server);
      case "--server" -> new Choices(uri, write, controls, only, rest.next());
      default -> throw new IllegalArgumentException("unknown: " + word);
    };
  }

  private boolean writes() {
    return write || controls;
  }

  boolean isWhole() {
    return only.isEmpty() && server.isEmpty();
  }

  boolean has(Target target) {
    return target.name().startsWith(server);
  }

  List<SpecificationTest> tests(SpecificationFiles files) {
    return SpecificationTest.all(files).stream()
        .filter(test -> test.id().startsWith(only))
        .toList();
  }
}
