package dev.meerkat.spectests.conformance;

import dev.meerkat.spectests.Outcome;
import dev.meerkat.spectests.conformance.Reasons.Became;
import dev.meerkat.spectests.conformance.Reasons.Reason;
import java.util.Optional;
import java.util.Set;

/**
 * Holds outcomes against what is known of the tests. Threads: confined to one thread.
 *
 * @param provesNothing the tests, each after its persona, that pass without any fault too
 */
record Judge(Reasons reasons, Set<String> provesNothing) {

  Verdict judge(Persona persona, SpecificationTest test, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Passed passed -> passed(persona, test, passed);
      case Outcome.Failed failed -> failed(persona, test, failed.reason());
      case Outcome.NotRun notRun ->
          new Verdict(
              Verdict.Kind.NOT_RUN,
              reasons.of(Became.NOT_RUN, test, persona, notRun.reason()).orElse(null),
              notRun.reason());
    };
  }

  private Verdict passed(Persona persona, SpecificationTest test, Outcome.Passed passed) {
    Optional<Reason> flaky = reasons.of(Became.FLAKY, test, persona, "");
    if (flaky.isPresent()) {
      return new Verdict(Verdict.Kind.FLAKY, flaky.get(), "");
    }
    if (provesNothing.contains(line(persona, test))) {
      return Verdict.passed(Verdict.Kind.PROVES_NOTHING);
    }
    return Verdict.passed(
        passed.emulated().isEmpty() ? Verdict.Kind.PASSED : Verdict.Kind.EMULATED);
  }

  private Verdict failed(Persona persona, SpecificationTest test, String said) {
    Optional<Reason> flaky = reasons.of(Became.FLAKY, test, persona, said);
    if (flaky.isPresent()) {
      return new Verdict(Verdict.Kind.FLAKY, flaky.get(), said);
    }
    Optional<Reason> reason = reasons.of(Became.FAILS, test, persona, said);
    return new Verdict(
        reason.isPresent() ? Verdict.Kind.EXPECTED_FAILURE : Verdict.Kind.FAILED,
        reason.orElse(null),
        said);
  }

  /** As the generated lists name a test. */
  static String line(Persona persona, SpecificationTest test) {
    return persona.id() + " " + test.id();
  }
}
