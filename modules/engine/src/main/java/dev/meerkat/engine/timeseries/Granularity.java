package dev.meerkat.engine.timeseries;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far measurements of a series are expected to be apart. Threads: immutable. */
enum Granularity {
  SECONDS(3_600, 60),
  MINUTES(86_400, 3_600),
  HOURS(2_592_000, 86_400);

  private final int spanSeconds;
  private final int roundingSeconds;

  Granularity(int spanSeconds, int roundingSeconds) {
    this.spanSeconds = spanSeconds;
    this.roundingSeconds = roundingSeconds;
  }

  /** How long a bucket lasts at most. */
  int spanSeconds() {
    return spanSeconds;
  }

  /** What the time at which a bucket begins is a multiple of. */
  int roundingSeconds() {
    return roundingSeconds;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable Granularity of(String name) {
    for (Granularity granularity : values()) {
      if (granularity.wireName().equals(name)) {
        return granularity;
      }
    }
    return null;
  }
}
