package dev.meerkat.crash.load;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How far a worker came, as what is there tells it: its first {@code steps} steps and perhaps a
 * part of the next. Steps without effect leave it open; then there are several answers. Threads:
 * immutable.
 *
 * @param steps the smallest number of steps that explains what is there
 * @param most the largest
 * @param partly whether a part of the next step is there too
 */
record Explanation(int steps, int most, boolean partly) {
  private static final int SHOWN = 6;

  /**
   * Explains what is there.
   *
   * @param base what was there before the first step
   * @param promised how many steps must have survived
   * @throws Violation no number of steps explains it
   */
  static Explanation of(String who, State base, List<Sent> sent, int promised, State there) {
    State state = base.copy();
    for (Sent one : sent.subList(0, promised)) {
      one.step().apply(state);
    }
    Set<String> wrong = state.differences(there);
    Search search = new Search(state, there, wrong);
    String nearest = search.describe(promised);
    int fewest = wrong.size();
    int first = -1;
    int last = -1;
    boolean partly = false;
    for (int k = promised; k <= sent.size(); k++) {
      if (wrong.isEmpty()) {
        first = first < 0 ? k : first;
        last = k;
      } else if (wrong.size() < fewest) {
        fewest = wrong.size();
        nearest = search.describe(k);
      }
      if (k < sent.size() && search.partOf(sent.get(k).step()) && first < 0) {
        first = k;
        last = k;
        partly = true;
      }
    }
    String closest = nearest;
    Violation.require(
        last >= 0,
        () ->
            "%s: %d of %d steps were promised to survive, the last %s; nothing from there on explains"
                    .formatted(who, promised, sent.size(), name(sent, promised))
                + " what is there; nearest is "
                + closest);
    return new Explanation(first, last, partly);
  }

  private static String name(List<Sent> sent, int promised) {
    return promised == 0 ? "none" : "%.200s".formatted(sent.get(promised - 1));
  }

  /** How many steps were acknowledged so that they survive, and with them all before. */
  static int promised(List<Sent> sent, Predicate<Sent> survives) {
    for (int k = sent.size(); k > 0; k--) {
      if (survives.test(sent.get(k - 1))) {
        return k;
      }
    }
    return 0;
  }

  /** A state that goes from step to step, and where it differs from what is there. */
  private static final class Search {
    private final State state;
    private final State there;
    private final Set<String> wrong;

    Search(State state, State there, Set<String> wrong) {
      this.state = state;
      this.there = there;
      this.wrong = wrong;
    }

    /** Applies a step; answers whether what is there was explained by a part of it. */
    boolean partOf(Step step) {
      boolean explained = step.order() == Step.Order.UNORDERED && explainedByChoice(step);
      int left = step.effects().size();
      for (Effect effect : step.effects()) {
        apply(effect);
        left--;
        explained |= left > 0 && wrong.isEmpty();
      }
      return explained;
    }

    private void apply(Effect effect) {
      effect.apply(state);
      for (String key : effect.changes().keySet()) {
        if (Objects.equals(state.get(key), there.get(key))) {
          wrong.remove(key);
        } else {
          wrong.add(key);
        }
      }
    }

    private boolean explainedByChoice(Step step) {
      if (wrong.isEmpty() || wrong.size() > step.effects().size()) {
        return false;
      }
      Set<String> left = new HashSet<>(wrong);
      boolean all = true;
      for (Effect effect : step.effects()) {
        if (effect.shows(there)) {
          left.removeAll(effect.changes().keySet());
        } else {
          all = false;
        }
      }
      return left.isEmpty() && !all;
    }

    String describe(int steps) {
      StringBuilder text =
          new StringBuilder(steps + " steps with " + wrong.size() + " differences");
      wrong.stream()
          .limit(SHOWN)
          .forEach(
              key ->
                  text.append("; ")
                      .append(key)
                      .append(" is ")
                      .append(Objects.toString(there.get(key), "missing"))
                      .append(", not ")
                      .append(Objects.toString(state.get(key), "missing")));
      return text.toString();
    }
  }
}
