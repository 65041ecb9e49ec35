package dev.meerkat.engine.failpoint;

import dev.meerkat.spi.Seeds;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One place that can be made to fail. Threads: safe; a firing is counted once, whoever comes at the
 * same time.
 */
public final class FailPoint {
  private final String name;
  private final Seeds seeds;
  private final AtomicLong entered = new AtomicLong();
  private final AtomicReference<@Nullable Setting> current = new AtomicReference<>();

  FailPoint(String name, Seeds seeds) {
    this.name = name;
    this.seeds = seeds;
  }

  /**
   * What it was set to last.
   *
   * @param left firings that are left, or comings that are still skipped
   */
  private record Setting(FailPointMode mode, BsonDocument data, AtomicInteger left) {}

  public String name() {
    return name;
  }

  /** Whether it may fire: one volatile read. */
  public boolean isOn() {
    return current.get() != null;
  }

  /** How often it has fired since the server started. */
  public long timesEntered() {
    return entered.get();
  }

  /** Sets it anew; what it was set to before is forgotten. */
  public void set(FailPointMode mode, BsonDocument data) {
    current.set(
        switch (mode) {
          case FailPointMode.Off _ -> null;
          case FailPointMode.AlwaysOn _, FailPointMode.Probability _ -> setting(mode, data, 0);
          case FailPointMode.Times times -> setting(mode, data, Math.max(1, times.times()));
          case FailPointMode.Skip skip -> setting(mode, data, skip.skip());
        });
  }

  /**
   * Comes by: answers the data that it is to fail with, or null where it does not fire.
   *
   * @param applies whether the fail point, by its data, is meant for the one who comes; who it is
   *     not meant for is not counted
   */
  public @Nullable BsonDocument enter(Predicate<BsonDocument> applies) {
    Setting setting = current.get();
    if (setting == null || !applies.test(setting.data) || !fires(setting)) {
      return null;
    }
    entered.incrementAndGet();
    return setting.data;
  }

  private boolean fires(Setting setting) {
    return switch (setting.mode) {
      case FailPointMode.Off _ -> false;
      case FailPointMode.AlwaysOn _ -> true;
      case FailPointMode.Probability chance -> seeds.nextDouble() < chance.probability();
      case FailPointMode.Skip _ -> setting.left.getAndUpdate(FailPoint::less) == 0;
      case FailPointMode.Times _ -> {
        int before = setting.left.getAndUpdate(FailPoint::less);
        if (before <= 1) {
          // It may have been set anew meanwhile: only this setting has come to its end.
          var _ = current.compareAndSet(setting, null);
        }
        yield before > 0;
      }
    };
  }

  private static Setting setting(FailPointMode mode, BsonDocument data, int left) {
    return new Setting(mode, data, new AtomicInteger(left));
  }

  private static int less(int count) {
    return Math.max(0, count - 1);
  }
}
