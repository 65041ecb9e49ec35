package dev.meerkat.spi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Text in BSON, which says that it is UTF-8 and need not be: MongoDB stores, compares and gives
 * back whatever bytes it got. A byte that is no part of UTF-8 is a low surrogate without its high
 * one here, U+DC80 to U+DCFF, which no valid text decodes to; so every text becomes the bytes again
 * that it was. Threads: immutable.
 */
final class BsonText {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int ESCAPE = 0xDC00;

  /**
   * Names of fields that were met lately, each where its hash says: documents and commands have the
   * same few. A name may be put into another's place at any time.
   */
  private static final @Nullable String[] RECENT = new @Nullable String[1024];

  private static final int MAX_RECENT_LENGTH = 32;

  private BsonText() {}

  /** A field's name: the same string as the last time for most. */
  static String name(byte[] array, int start, int length) {
    if (length > MAX_RECENT_LENGTH) {
      return decode(array, start, length);
    }
    int hash = 0;
    int signs = 0;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + array[i];
      signs |= array[i];
    }
    if (signs < 0) {
      return decode(array, start, length);
    }
    // Of ASCII the hash is the string's own.
    int place = (hash ^ hash >>> 10) & (RECENT.length - 1);
    String recent = RECENT[place];
    if (recent != null && recent.hashCode() == hash && isSame(recent, array, start, length)) {
      return recent;
    }
    String name = decode(array, start, length);
    RECENT[place] = name;
    return name;
  }

  private static boolean isSame(String text, byte[] array, int start, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != array[start + i]) {
        return false;
      }
    }
    return true;
  }

  static String decode(byte[] array, int start, int length) {
    String text = new String(array, start, length, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeDamaged(array, start, start + length);
  }

  static byte[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Java writes a question mark for half a surrogate.
    for (byte each : bytes) {
      if (each == '?') {
        return hasEscape(text) ? encodeDamaged(text) : bytes;
      }
    }
    return bytes;
  }

  private static String decodeDamaged(byte[] array, int start, int end) {
    StringBuilder text = new StringBuilder(end - start);
    int at = start;
    while (at < end) {
      int length = sequenceLength(array, at, end);
      if (length == 0) {
        text.append((char) (ESCAPE + (array[at] & 0xFF)));
        at++;
      } else {
        text.append(new String(array, at, length, StandardCharsets.UTF_8));
        at += length;
      }
    }
    return text.toString();
  }

  /** Bytes of the character that begins at {@code at}; 0 where none does. */
  private static int sequenceLength(byte[] array, int at, int end) {
    int first = array[at] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0 || at + length > end) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((array[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = array[at + 1] & 0xFF;
    boolean isValid =
        switch (first) {
          // Longer than they need be, surrogates, and what is above the last code point.
          case 0xE0 -> second >= 0xA0;
          case 0xED -> second < 0xA0;
          case 0xF0 -> second >= 0x90;
          case 0xF4 -> second < 0x90;
          default -> true;
        };
    return isValid ? length : 0;
  }

  private static boolean hasEscape(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEscape(String text, int i) {
    int unit = text.charAt(i) - ESCAPE;
    return unit >= 0x80
        && unit <= 0xFF
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  private static byte[] encodeDamaged(String text) {
    byte[] bytes = new byte[text.length() * 3];
    int length = 0;
    int plain = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && !isEscape(text, i)) {
        continue;
      }
      byte[] run = text.substring(plain, i).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(run, 0, bytes, length, run.length);
      length += run.length;
      if (i < text.length()) {
        bytes[length++] = (byte) (text.charAt(i) - ESCAPE);
      }
      plain = i + 1;
    }
    return Arrays.copyOf(bytes, length);
  }
}
