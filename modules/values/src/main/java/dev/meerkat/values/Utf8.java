package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import java.util.Arrays;

/** Compares and hashes text by its UTF-8 bytes, in both forms that text has. Threads: immutable. */
final class Utf8 {
  private Utf8() {}

  /** Compares two string values that stand as BSON bytes. */
  static int compareStrings(byte[] a, int offsetA, byte[] b, int offsetB) {
    return Arrays.compareUnsigned(
        a,
        offsetA + 4,
        offsetA + 3 + BsonBytes.int32(a, offsetA),
        b,
        offsetB + 4,
        offsetB + 3 + BsonBytes.int32(b, offsetB));
  }

  /** Compares two runs of bytes that end with NUL. */
  static int compareNames(byte[] a, int offsetA, byte[] b, int offsetB) {
    int i = offsetA;
    int j = offsetB;
    while (a[i] == b[j]) {
      if (a[i] == 0) {
        return 0;
      }
      i++;
      j++;
    }
    return Byte.compareUnsigned(a[i], b[j]);
  }

  /** Compares by code points, which is the order of the UTF-8 bytes. */
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x == y) {
        continue;
      }
      // Half a surrogate is a byte of damaged text.
      return Character.isSurrogate(x) || Character.isSurrogate(y)
          ? Arrays.compareUnsigned(BsonBytes.textBytes(a), BsonBytes.textBytes(b))
          : x - y;
    }
    return a.length() - b.length();
  }

  static int hash(int seed, byte[] array, int start, int end) {
    int hash = seed;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /** The hash of bytes up to a NUL. */
  static int hashName(int seed, byte[] array, int start) {
    int hash = seed;
    for (int i = start; array[i] != 0; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /** The hash of a text's UTF-8 bytes, without making them. */
  static int hash(int seed, String text) {
    int hash = seed;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        hash = 31 * hash + unit;
      } else {
        int point = text.codePointAt(i);
        hash = hashPoint(hash, point);
        i += Character.charCount(point) - 1;
      }
    }
    return hash;
  }

  private static int hashPoint(int seed, int point) {
    if (point < 0x800) {
      int hash = 31 * seed + (byte) (0xC0 | (point >> 6));
      return 31 * hash + (byte) (0x80 | (point & 0x3F));
    }
    int hash;
    if (point < 0x10000) {
      if (Character.isSurrogate((char) point)) {
        int unit = point - 0xDC00;
        return 31 * seed + (unit >= 0x80 && unit <= 0xFF ? (byte) unit : '?');
      }
      hash = 31 * seed + (byte) (0xE0 | (point >> 12));
    } else {
      hash = 31 * seed + (byte) (0xF0 | (point >> 18));
      hash = 31 * hash + (byte) (0x80 | ((point >> 12) & 0x3F));
    }
    hash = 31 * hash + (byte) (0x80 | ((point >> 6) & 0x3F));
    return 31 * hash + (byte) (0x80 | (point & 0x3F));
  }
}
