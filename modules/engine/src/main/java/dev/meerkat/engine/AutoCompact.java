package dev.meerkat.engine;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import org.jspecify.annotations.Nullable;

/**
 * Gives free room of the store's files back to the system from time to time, where it was asked
 * for. Threads: safe; guarded by itself.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/autoCompact/">autoCompact</a>
 */
public final class AutoCompact {
  private final Engine engine;
  private @Nullable Options options;

  AutoCompact(Engine engine) {
    this.engine = engine;
  }

  /**
   * How it is done.
   *
   * @param leastBytes where less could be given back, nothing is done
   * @param once whether it ends after the first time
   */
  public record Options(long leastBytes, boolean once) {}

  /**
   * Begins to do it.
   *
   * @throws ServerException 23 where it is done in another way
   */
  public synchronized void enable(Options wanted) {
    if (options != null && !options.equals(wanted)) {
      throw new ServerException(
          ErrorCode.ALREADY_INITIALIZED,
          "autoCompact is running with other options; disable it before it is enabled anew");
    }
    options = wanted;
  }

  /** Ends to do it; nothing where it is not done. */
  public synchronized void disable() {
    options = null;
  }

  /** Does it once, where it is enabled. */
  void run() {
    Options now;
    synchronized (this) {
      now = options;
      if (now != null && now.once()) {
        options = null;
      }
    }
    // The files stay as they are while somebody copies them.
    if (now != null && !engine.turns().lock().isLocked()) {
      long _ = engine.reclaim(now.leastBytes());
    }
  }
}
