package dev.meerkat.spectests.conformance;

import dev.meerkat.spectests.SpecificationFiles;
import dev.meerkat.spectests.UnifiedRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One test of the specifications. Threads: immutable.
 *
 * @param specification the folder of the repository
 * @param file the name of the file in it
 */
record SpecificationTest(
    String specification, String file, Evidence evidence, UnifiedRunner.UnifiedTest test) {

  /** All tests, in the order in which they run. */
  static List<SpecificationTest> all(SpecificationFiles files) {
    List<SpecificationTest> tests = new ArrayList<>();
    for (String specification : files.specifications()) {
      for (Path file : files.unified(specification)) {
        for (UnifiedRunner.UnifiedTest test : UnifiedRunner.read(file)) {
          tests.add(
              new SpecificationTest(
                  specification,
                  String.valueOf(file.getFileName()),
                  Evidence.of(test.test()),
                  test));
        }
      }
    }
    return tests;
  }

  /** As committed files name it; no two tests have the same. */
  String id() {
    return specification + "/" + file + ": " + test.description();
  }
}
