package dev.meerkat.spi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Large arrays that somebody has done with, for whoever needs the next one. Making one is dear: it
 * is zeroed, lies in memory that no processor has near, and brings the next collection sooner. Each
 * connection keeping its own would be dearer still: few of them have a large message at a time.
 *
 * <p>What is kept is bounded; arrays that nobody has asked for lately go first. Threads: safe.
 */
public final class SpareArrays {
  /** What is not larger than this is kept by who uses it, or made anew. */
  public static final int SMALL_BYTES = 1 << 20;

  private static final int SHARE_OF_HEAP = 32;
  private static final long MAX_BYTES = 64 << 20;

  /** New arrays have a multiple of this, so that they serve messages that are a little longer. */
  private static final int STEP_BYTES = 256 * 1024;

  private static final SpareArrays SHARED =
      new SpareArrays(Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));

  private final long limitBytes;

  /** The one given last is the last. */
  private final List<byte[]> spare = new ArrayList<>();

  private long spareBytes;

  /**
   * @param limitBytes of all arrays kept together
   */
  SpareArrays(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Those of the process. */
  public static SpareArrays shared() {
    return SHARED;
  }

  /** An array of so many bytes or more, with anything in it. */
  public byte[] take(int bytes) {
    if (bytes <= SMALL_BYTES) {
      return new byte[bytes];
    }
    byte[] found = find(bytes);
    return found != null ? found : new byte[rounded(bytes)];
  }

  /** As {@link #take}, but null where none lies there. */
  public synchronized byte @Nullable [] find(int bytes) {
    int best = -1;
    for (int i = spare.size() - 1; i >= 0; i--) {
      int length = spare.get(i).length;
      if (length >= bytes && (best < 0 || length < spare.get(best).length)) {
        best = i;
      }
    }
    if (best < 0) {
      return null;
    }
    byte[] found = spare.remove(best);
    spareBytes -= found.length;
    return found;
  }

  /** Takes an array over that nobody looks at any more; a small one is left to the collector. */
  public void give(byte[] array) {
    if (array.length > SMALL_BYTES && array.length <= limitBytes) {
      keep(array);
    }
  }

  private synchronized void keep(byte[] array) {
    spare.add(array);
    spareBytes += array.length;
    while (spareBytes > limitBytes) {
      spareBytes -= spare.removeFirst().length;
    }
  }

  private static int rounded(int bytes) {
    return (int)
        Math.min(Integer.MAX_VALUE - 8L, ((long) bytes + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES);
  }
}
