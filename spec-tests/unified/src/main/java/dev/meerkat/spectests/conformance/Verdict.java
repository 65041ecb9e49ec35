package dev.meerkat.spectests.conformance;

import dev.meerkat.spectests.conformance.Reasons.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What is thought of a test's outcome. Threads: immutable.
 *
 * @param reason why it failed or did not run; null where it passed, or where nobody knows
 * @param said what the failure, or the runner, says; empty where it passed
 */
record Verdict(Kind kind, @Nullable Reason reason, String said) {
  /** A column of the page. Threads: immutable. */
  enum Kind {
    PASSED("passed"),
    /** Passed, with something sent as a command that the driver's public API lacks. */
    EMULATED("emulated"),
    /** Passed, but it also passes where no fault is injected. */
    PROVES_NOTHING("proves nothing"),
    /** Sometimes it passes. */
    FLAKY("flaky"),
    EXPECTED_FAILURE("expected failure"),
    FAILED("failed"),
    NOT_RUN("not run");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  static Verdict passed(Kind kind) {
    return new Verdict(kind, null, "");
  }
}
