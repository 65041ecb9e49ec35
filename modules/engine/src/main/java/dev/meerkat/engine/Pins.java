package dev.meerkat.engine;

import dev.meerkat.engine.history.History;
import dev.meerkat.engine.history.Pin;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The moments that somebody reads at, for which history is kept. Threads: safe. */
public final class Pins {
  private final Turns turns;
  private final History history;
  private final LogicalClock clock;

  Pins(Turns turns, History history, LogicalClock clock) {
    this.turns = turns;
    this.history = history;
    this.clock = clock;
  }

  /** Begins to keep history for who reads at this moment; {@link #release} ends it. */
  public Pin now() {
    // The turn's work may run more than once, and none but the last run's pin is to stay.
    AtomicReference<@Nullable Pin> held = new AtomicReference<>();
    try {
      return turns.look(
          turn -> {
            release(held.get());
            Pin pin = history.pin(clock.lastIssued(), turn.catalog());
            held.set(pin);
            return pin;
          });
    } catch (RuntimeException e) {
      release(held.get());
      throw e;
    }
  }

  /** Says that nobody reads at a pin any more; a second time changes nothing. */
  public void release(@Nullable Pin pin) {
    if (pin != null) {
      history.release(pin);
    }
  }
}
