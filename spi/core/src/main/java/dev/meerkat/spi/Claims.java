package dev.meerkat.spi;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which provider brings which wire name, for one kind of thing: stages, commands, index types.
 *
 * <p>Providers come in no order, so a name that two of them bring is refused rather than given to
 * one. Threads: immutable.
 */
public final class Claims<P> {
  /** Two providers bring the same name; the text names both, and all names that there are. */
  public static final class ClaimedTwice extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private ClaimedTwice(String message) {
      super(message);
    }
  }

  private final String kind;
  private final Map<String, P> byName;

  private Claims(String kind, Map<String, P> byName) {
    this.kind = kind;
    this.byName = Map.copyOf(byName);
  }

  /**
   * Collects what each provider brings.
   *
   * @param kind what the names stand for, as messages say it: {@code stage}, {@code command}
   * @param names the names that a provider brings
   * @throws ClaimedTwice two providers bring the same name
   */
  public static <P> Claims<P> of(
      String kind, Collection<? extends P> providers, Function<P, Set<String>> names) {
    Map<String, P> byName = new HashMap<>();
    for (P provider : providers) {
      for (String name : names.apply(provider)) {
        P other = byName.put(name, provider);
        if (other != null) {
          Set<String> all = new TreeSet<>();
          providers.forEach(one -> all.addAll(names.apply(one)));
          throw new ClaimedTwice(
              "the %s %s is brought twice: by %s and by %s; there is: %s"
                  .formatted(
                      kind, name, describe(other), describe(provider), String.join(", ", all)));
        }
      }
    }
    return new Claims<>(kind, byName);
  }

  /** Those whose providers satisfy a condition. */
  public Claims<P> where(Predicate<P> condition) {
    Map<String, P> some = new HashMap<>(byName);
    some.values().removeIf(condition.negate());
    return new Claims<>(kind, some);
  }

  /** The provider of a name, or null where nobody brings it. */
  public @Nullable P find(String name) {
    return byName.get(name);
  }

  /**
   * The provider of a name that must be there.
   *
   * @throws IllegalArgumentException nobody brings it; the text lists what there is
   */
  public P require(String name) {
    P provider = byName.get(name);
    if (provider == null) {
      throw new IllegalArgumentException(
          "there is no " + kind + " named '" + name + "'; there is: " + String.join(", ", names()));
    }
    return provider;
  }

  /** All names, sorted. */
  public Set<String> names() {
    return new TreeSet<>(byName.keySet());
  }

  private static String describe(Object provider) {
    Module module = provider.getClass().getModule();
    String place = module.isNamed() ? " of module " + module.getName() : "";
    return provider.getClass().getName() + place;
  }
}
