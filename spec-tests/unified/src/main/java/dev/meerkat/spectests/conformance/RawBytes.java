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
    ByteBuffer document = buffer(length).putInt(length);
    for (byte[] element : elements) {
      document.put(element);
    }
    return document.array();
  }

  static byte[] nested(String name, byte[] document) {
    return element(3, name, document);
  }

  static byte[] array(String name, byte[] members) {
    return element(4, name, members);
  }

  static byte[] int32(String name, int value) {
    return element(16, name, buffer(Integer.BYTES).putInt(value).array());
  }

  static byte[] string(String name, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = buffer(Integer.BYTES + text.length + 1).putInt(text.length + 1).put(text);
    return element(2, name, bytes.array());
  }

  private static byte[] element(int type, String name, byte[] value) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer element = buffer(1 + text.length + 1 + value.length);
    element.put((byte) type).put(text).put((byte) 0).put(value);
    return element.array();
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
