package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import java.io.ByteArrayOutputStream;

/**
 * The bytes of a key, one after the other, of which those of a descending component stand inverted.
 * Threads: confined to one operation.
 */
final class KeyBytes {
  private final byte[] key;
  private final int end;
  private int position;

  /** What every byte read is combined with: all ones within what is inverted. */
  private int mask;

  /**
   * @param end where the key ends
   */
  KeyBytes(byte[] key, int end) {
    this.key = key;
    this.end = end;
  }

  boolean hasMore() {
    return position < end;
  }

  int position() {
    return position;
  }

  /** Begins a component. */
  void begin(boolean descending) {
    mask = descending ? 0xFF : 0;
  }

  /** Reads what follows the other way, until that is said again. */
  void invert() {
    mask ^= 0xFF;
  }

  void skip(int count) {
    position += count;
  }

  void skipText() {
    while (read() != 0 || position < end && peek() == 0xFF) {
      // A zero that 0xFF follows is part of the text; the 0xFF is passed as any other byte.
    }
  }

  void skipName() {
    while (read() != 0) {
      // Up to its end.
    }
  }

  int read() {
    return (key[position++] & 0xFF) ^ mask;
  }

  int peek() {
    return (key[position] & 0xFF) ^ mask;
  }

  long bigEndian(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 8) | read();
    }
    return value;
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) read();
    }
    return bytes;
  }

  String name() {
    int length = 0;
    while (((key[position + length] & 0xFF) ^ mask) != 0) {
      length++;
    }
    String name = BsonBytes.text(bytes(length), 0, length);
    position++;
    return name;
  }

  String text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(32);
    while (true) {
      int next = read();
      if (next == 0) {
        if (position == end || peek() != 0xFF) {
          return BsonBytes.text(bytes.toByteArray(), 0, bytes.size());
        }
        position++;
      }
      bytes.write(next);
    }
  }
}
