package dev.meerkat.server;

import dev.meerkat.spi.Seeds;
import java.text.DateFormatSymbols;
import java.util.Calendar;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the platform takes long to make ready when it is asked for the first time, as it is in every
 * start: it is made ready beside the start, for there is mostly a second processor. Threads: one of
 * its own, which ends soon.
 */
final class SlowClasses {
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private SlowClasses() {}

  /** Begins, where nobody has begun yet. */
  static void prepare(Seeds seeds) {
    if (BEGUN.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("slow-classes").start(() -> use(seeds));
    }
  }

  private static void use(Seeds seeds) {
    // SQLite's driver makes a date format for each connection, which nobody uses.
    var _ = DateFormatSymbols.getInstance();
    var _ = new Calendar.Builder().build();
    // Good randomness comes from one of the security providers, which are listed first.
    var _ = seeds.newUuid();
  }
}
