package dev.meerkat.spectests.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** BSON of parts that need not be well-formed. Threads: immutable. */
final class RawBytes {
  private RawBytes() {}

  static byte[] document(byte[]... elements) {
    int length = Integer.BYTES + 1;
    for (byte[] element : elements) {
      length += element.length;
    }
    byte[] whole = new byte[length];
    ByteBuffer document = buffer(whole).putInt(length);
    for (byte[] element : elements) {
      document.put(element);
    }
    return whole;
  }

  static byte[] nested(String name, byte[] document) {
    return element(3, name, document);
  }

  static byte[] array(String name, byte[] members) {
    return element(4, name, members);
  }

  static byte[] int32(String name, int value) {
    return element(16, name, little(value));
  }

  static byte[] string(String name, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[Integer.BYTES + text.length + 1];
    buffer(bytes).putInt(text.length + 1).put(text);
    return element(2, name, bytes);
  }

  private static byte[] element(int type, String name, byte[] value) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    byte[] element = new byte[1 + text.length + 1 + value.length];
    buffer(element).put((byte) type).put(text).put((byte) 0).put(value);
    return element;
  }

  private static byte[] little(int value) {
    byte[] bytes = new byte[Integer.BYTES];
    buffer(bytes).putInt(value);
    return bytes;
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
