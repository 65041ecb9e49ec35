package dev.meerkat.fuzz.parsers;

import dev.meerkat.spi.BsonBytes;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages bytes as faulty and hostile senders do. Threads: confined to one thread. */
public final class Damage {
  private static final int[] LENGTHS = {
    Integer.MIN_VALUE, -1, 0, 1, 4, 5, 0xFF, 0x10000, 48_000_000, Integer.MAX_VALUE
  };
  private static final int MAX_STEPS = 4;

  private final SplittableRandom random;

  public Damage(SplittableRandom random) {
    this.random = random;
  }

  /** A damaged copy; it may be shorter or longer. */
  public byte[] of(byte[] bytes) {
    byte[] damaged = bytes.clone();
    int steps = 1 + random.nextInt(MAX_STEPS);
    for (int i = 0; i < steps && damaged.length > 0; i++) {
      damaged = step(damaged);
    }
    return damaged;
  }

  private byte[] step(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(8)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> bytes[at] = 0;
      case 3 -> putInt32(bytes, at, LENGTHS[random.nextInt(LENGTHS.length)]);
      case 4 -> {
        if (at + 4 <= bytes.length) {
          putInt32(bytes, at, BsonBytes.int32(bytes, at) + random.nextInt(-2, 3));
        }
      }
      case 5 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 6 -> {
        return without(bytes, at, at + random.nextInt(bytes.length - at));
      }
      default -> {
        return twice(bytes, at, at + random.nextInt(bytes.length - at));
      }
    }
    return bytes;
  }

  private static void putInt32(byte[] bytes, int at, int value) {
    if (at + 4 <= bytes.length) {
      BsonBytes.putInt32(bytes, at, value);
    }
  }

  private static byte[] without(byte[] bytes, int from, int to) {
    byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from));
    System.arraycopy(bytes, to, result, from, bytes.length - to);
    return result;
  }

  private static byte[] twice(byte[] bytes, int from, int to) {
    byte[] result = Arrays.copyOf(bytes, bytes.length + (to - from));
    System.arraycopy(bytes, from, result, to, bytes.length - from);
    return result;
  }
}
