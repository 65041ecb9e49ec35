package dev.meerkat.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * The primitives of walking BSON that stands in a byte array: they neither decode nor allocate
 * unless they say so.
 *
 * <p>All of them trust the bytes: what comes from outside is validated once, at the door. Three
 * positions occur: a <em>document</em> offset (its length field), an <em>element</em> offset (its
 * type byte), and a <em>value</em> offset (the first byte after the element's name). Threads:
 * immutable.
 *
 * @see <a href="https://bsonspec.org/spec.html">BSON</a>
 */
public final class BsonBytes {
  public static final byte END = 0x00;
  public static final byte DOUBLE = 0x01;
  public static final byte STRING = 0x02;
  public static final byte DOCUMENT = 0x03;
  public static final byte ARRAY = 0x04;
  public static final byte BINARY = 0x05;
  public static final byte UNDEFINED = 0x06;
  public static final byte OBJECT_ID = 0x07;
  public static final byte BOOLEAN = 0x08;
  public static final byte DATE_TIME = 0x09;
  public static final byte NULL = 0x0A;
  public static final byte REGEX = 0x0B;
  public static final byte DB_POINTER = 0x0C;
  public static final byte CODE = 0x0D;
  public static final byte SYMBOL = 0x0E;
  public static final byte CODE_WITH_SCOPE = 0x0F;
  public static final byte INT32 = 0x10;
  public static final byte TIMESTAMP = 0x11;
  public static final byte INT64 = 0x12;
  public static final byte DECIMAL128 = 0x13;
  public static final byte MIN_KEY = (byte) 0xFF;
  public static final byte MAX_KEY = 0x7F;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private BsonBytes() {}

  public static int int32(byte[] array, int offset) {
    return (int) INT.get(array, offset);
  }

  public static long int64(byte[] array, int offset) {
    return (long) LONG.get(array, offset);
  }

  public static double float64(byte[] array, int offset) {
    return Double.longBitsToDouble((long) LONG.get(array, offset));
  }

  public static void putInt32(byte[] array, int offset, int value) {
    INT.set(array, offset, value);
  }

  public static void putInt64(byte[] array, int offset, long value) {
    LONG.set(array, offset, value);
  }

  /** The offset of the first element of the document at {@code documentOffset}. */
  public static int firstElement(int documentOffset) {
    return documentOffset + 4;
  }

  /** The value offset of the element at {@code elementOffset}: one past its name's NUL. */
  public static int valueOffset(byte[] array, int elementOffset) {
    int i = elementOffset + 1;
    while (array[i] != 0) {
      i++;
    }
    return i + 1;
  }

  /** The bytes that a value of {@code type} at {@code valueOffset} takes. */
  public static int valueSize(byte[] array, byte type, int valueOffset) {
    // What most values are, in so few words that it is compiled into every walk.
    if (type == INT32) {
      return 4;
    }
    if (type == STRING) {
      return 4 + int32(array, valueOffset);
    }
    return rarerSize(array, type, valueOffset);
  }

  private static int rarerSize(byte[] array, byte type, int valueOffset) {
    return switch (type) {
      case DOUBLE, DATE_TIME, TIMESTAMP, INT64 -> 8;
      case INT32 -> 4;
      case BOOLEAN -> 1;
      case NULL, UNDEFINED, MIN_KEY, MAX_KEY -> 0;
      case OBJECT_ID -> 12;
      case DECIMAL128 -> 16;
      case STRING, CODE, SYMBOL -> 4 + int32(array, valueOffset);
      case DOCUMENT, ARRAY, CODE_WITH_SCOPE -> int32(array, valueOffset);
      case BINARY -> 5 + int32(array, valueOffset);
      case DB_POINTER -> 4 + int32(array, valueOffset) + 12;
      case REGEX -> {
        int i = valueOffset;
        while (array[i] != 0) {
          i++;
        }
        i++;
        while (array[i] != 0) {
          i++;
        }
        yield i + 1 - valueOffset;
      }
      default -> throw new IllegalStateException("not a BSON type: " + type);
    };
  }

  /** The offset of the element after the one at {@code elementOffset}. */
  public static int nextElement(byte[] array, int elementOffset) {
    int value = valueOffset(array, elementOffset);
    return value + valueSize(array, array[elementOffset], value);
  }

  /** Finds a field of the document at {@code documentOffset}: its element offset, or -1. */
  public static int findElement(byte[] array, int documentOffset, byte[] name) {
    int element = documentOffset + 4;
    byte type;
    while ((type = array[element]) != END) {
      int i = element + 1;
      int n = 0;
      while (n < name.length && array[i] == name[n]) {
        i++;
        n++;
      }
      if (n == name.length && array[i] == 0) {
        return element;
      }
      while (array[i] != 0) {
        i++;
      }
      i++;
      element = i + valueSize(array, type, i);
    }
    return -1;
  }

  /** Whether the element at {@code elementOffset} has exactly this name. */
  public static boolean nameEquals(byte[] array, int elementOffset, byte[] name) {
    int i = elementOffset + 1;
    for (byte b : name) {
      if (array[i++] != b) {
        return false;
      }
    }
    return array[i] == 0;
  }

  /** Decodes an element's name. Allocates. */
  public static String name(byte[] array, int elementOffset) {
    int start = elementOffset + 1;
    int end = start;
    while (array[end] != 0) {
      end++;
    }
    return BsonText.name(array, start, end - start);
  }

  /** Decodes a string, symbol or code value at {@code valueOffset}. Allocates. */
  public static String string(byte[] array, int valueOffset) {
    return BsonText.decode(array, valueOffset + 4, int32(array, valueOffset) - 1);
  }

  /**
   * A string that comes again and again, such as a collection's name: as {@link #string}, but the
   * same object as the last time for most.
   */
  public static String recurring(byte[] array, int valueOffset) {
    return BsonText.name(array, valueOffset + 4, int32(array, valueOffset) - 1);
  }

  /** A field name as the bytes that {@link #findElement} takes. */
  public static byte[] nameBytes(String name) {
    return BsonText.encode(name);
  }

  /**
   * Decodes UTF-8. A byte that is no part of it becomes half a surrogate, and that byte again in
   * {@link #textBytes}: damaged text goes through unchanged. Allocates.
   */
  public static String text(byte[] array, int start, int length) {
    return BsonText.decode(array, start, length);
  }

  /** The bytes of a text; those that it was decoded of, be they UTF-8 or not. Allocates. */
  public static byte[] textBytes(String text) {
    return BsonText.encode(text);
  }

  /** Decodes one value into {@code org.bson}'s form. Allocates. */
  public static BsonValue decode(byte[] array, byte type, int valueOffset) {
    return BsonValues.decode(array, type, valueOffset);
  }

  /** Decodes a whole document. Allocates. */
  public static BsonDocument decodeDocument(byte[] array, int documentOffset) {
    return BsonValues.document(array, documentOffset);
  }

  /** Encodes a whole document. Allocates. */
  public static byte[] encode(BsonDocument document) {
    DocumentBuilder builder = new DocumentBuilder(256);
    builder.appendFields(document);
    return builder.toBytes();
  }
}
