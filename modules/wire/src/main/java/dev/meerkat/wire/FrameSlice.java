package dev.meerkat.wire;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import java.nio.charset.StandardCharsets;

/**
 * Reads the parts of a frame one after the other and never beyond its end. Threads: confined to one
 * operation.
 */
final class FrameSlice {
  private static final int SMALLEST_DOCUMENT = 5;

  private final byte[] array;
  private final int end;
  private int position;

  /**
   * @param end one past the last byte that may be read
   */
  FrameSlice(byte[] array, int start, int end) {
    this.array = array;
    this.position = start;
    this.end = end;
  }

  byte[] array() {
    return array;
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  int int8() {
    need(1);
    return array[position++] & 0xFF;
  }

  int int32() {
    need(4);
    int value = BsonBytes.int32(array, position);
    position += 4;
    return value;
  }

  long int64() {
    need(8);
    long value = BsonBytes.int64(array, position);
    position += 8;
    return value;
  }

  /** A string that ends with a NUL. */
  String cString() {
    int i = position;
    while (i < end && array[i] != 0) {
      i++;
    }
    if (i == end) {
      throw malformed("a string without its end");
    }
    String value = new String(array, position, i - position, StandardCharsets.UTF_8);
    position = i + 1;
    return value;
  }

  /** The document that begins here; only its length and its last byte are checked. */
  DocumentView document() {
    int length = documentLength();
    DocumentView view = DocumentView.borrowed(array, position);
    position += length;
    return view;
  }

  /** Passes over a document, checked as {@link #document} does. */
  void skipDocument() {
    position += documentLength();
  }

  /** The next {@code length} bytes as a slice of their own; this one goes on behind them. */
  FrameSlice slice(int length) {
    if (length < 0) {
      throw malformed("a negative length");
    }
    need(length);
    FrameSlice part = new FrameSlice(array, position, position + length);
    position += length;
    return part;
  }

  /** Fails where anything is left over. */
  void expectEnd() {
    if (position != end) {
      throw malformed("more bytes than the message needs");
    }
  }

  private int documentLength() {
    need(4);
    int length = BsonBytes.int32(array, position);
    if (length < SMALLEST_DOCUMENT || length > end - position) {
      throw malformed("a document of impossible length " + length);
    }
    if (array[position + length - 1] != 0) {
      throw malformed("a document without its end");
    }
    return length;
  }

  private void need(int bytes) {
    if (end - position < bytes) {
      throw malformed("fewer bytes than the message needs");
    }
  }

  private static WireException malformed(String what) {
    return WireException.answerable(ErrorCode.INVALID_BSON, "Malformed message: " + what);
  }
}
