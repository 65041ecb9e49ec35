package dev.meerkat.spectests.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Why tests may fail or not run. The reviewed file has one paragraph a reason:
 *
 * <pre>
 * coming: transactions
 *   fails operation startTransaction
 *   fails path transactions/ &amp; says Unrecognized field
 * never: one node is no sharded cluster
 *   not-run says needs the topology
 * </pre>
 *
 * <p>A rule is what became of a test ({@code fails}, {@code not-run}, or {@code flaky} where it
 * sometimes fails) and conditions that must all hold. The first rule that holds gives the reason.
 *
 * <p>Threads: confined to one thread.
 */
final class Reasons {
  private final List<Rule> rules;
  private final Set<Rule> used = new HashSet<>();

  private Reasons(List<Rule> rules) {
    this.rules = rules;
  }

  /** Whether work that is to come takes the reason away. Threads: immutable. */
  enum Kind {
    /** The work that the reason names. */
    COMING,
    /** One node, or this driver, cannot do it. */
    NEVER
  }

  /** Threads: immutable. */
  record Reason(Kind kind, String text) {}

  /** What became of a test. Threads: immutable. */
  enum Became {
    FAILS,
    NOT_RUN,
    FLAKY
  }

  private record Rule(int line, Reason reason, Became became, List<Condition> conditions) {
    boolean holds(SpecificationTest test, Persona persona, String said) {
      return conditions.stream().allMatch(condition -> condition.holds(test, persona, said));
    }
  }

  private record Condition(String kind, String word) {
    boolean holds(SpecificationTest test, Persona persona, String said) {
      return switch (kind) {
        case "test" -> test.id().equals(word);
        case "path" -> test.id().startsWith(word);
        case "operation" -> test.test().test().toJson().contains("\"name\": \"" + word + "\"");
        case "contains" -> test.test().test().toJson().contains(word);
        case "says" -> said.contains(word);
        case "persona" -> persona.id().equals(word);
        default -> throw new IllegalArgumentException("no condition " + kind);
      };
    }
  }

  static Reasons read(Path file) throws IOException {
    List<Rule> rules = new ArrayList<>();
    Reason reason = null;
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(" ")) {
        int colon = line.indexOf(": ");
        reason =
            new Reason(
                Kind.valueOf(line.substring(0, colon).toUpperCase(Locale.ROOT)),
                line.substring(colon + 2));
      } else if (reason != null) {
        rules.add(rule(number, reason, line.strip()));
      }
    }
    return new Reasons(rules);
  }

  private static Rule rule(int number, Reason reason, String line) {
    int end = line.indexOf(' ');
    Became became =
        Became.valueOf(line.substring(0, end).toUpperCase(Locale.ROOT).replace('-', '_'));
    List<Condition> conditions = new ArrayList<>();
    for (String condition : line.substring(end + 1).split(" & ", -1)) {
      int blank = condition.indexOf(' ');
      conditions.add(new Condition(condition.substring(0, blank), condition.substring(blank + 1)));
    }
    return new Rule(number, reason, became, conditions);
  }

  /**
   * The reason of the first rule that holds.
   *
   * @param said what the failure, or the runner, says
   */
  Optional<Reason> of(Became became, SpecificationTest test, Persona persona, String said) {
    for (Rule rule : rules) {
      if (rule.became() == became && rule.holds(test, persona, said)) {
        used.add(rule);
        return Optional.of(rule.reason());
      }
    }
    return Optional.empty();
  }

  /** Without those that work of this project's takes away. */
  Reasons onlyNever() {
    return new Reasons(rules.stream().filter(rule -> rule.reason().kind() == Kind.NEVER).toList());
  }

  /** The rules that no test has needed, as lines of the file. */
  List<Integer> unused() {
    return rules.stream().filter(rule -> !used.contains(rule)).map(Rule::line).toList();
  }
}
