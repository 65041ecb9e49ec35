package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * What a sound document should be besides: no field twice, elements of arrays named by their
 * positions, text that is UTF-8, UUIDs and MD5 sums of 16 bytes, options of regular expressions in
 * their order. A server stores what is not so, and tells of it when asked. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/validate/">validate</a>
 */
public final class BsonConformance {
  private static final int OLD_UUID = 3;
  private static final int MD5 = 5;
  private static final int DIGEST_BYTES = 16;

  private BsonConformance() {}

  /**
   * Whether a document conforms.
   *
   * @param offset of a document that {@link BsonValidator} has passed
   */
  public static boolean conforms(byte[] array, int offset) {
    return holds(array, offset, false);
  }

  private static boolean holds(byte[] array, int offset, boolean isArray) {
    Set<ByteBuffer> names = new HashSet<>();
    int element = BsonBytes.firstElement(offset);
    int position = 0;
    while (array[element] != BsonBytes.END) {
      int value = BsonBytes.valueOffset(array, element);
      ByteBuffer name = ByteBuffer.wrap(array, element + 1, value - element - 2).slice();
      boolean named =
          isArray
              ? name.equals(ByteBuffer.wrap(BsonBytes.nameBytes(Integer.toString(position))))
              : names.add(name) && isText(name);
      if (!named || !conforms(array, array[element], value)) {
        return false;
      }
      position++;
      element = BsonBytes.nextElement(array, element);
    }
    return true;
  }

  private static boolean conforms(byte[] array, byte type, int value) {
    return switch (type) {
      case BsonBytes.DOCUMENT -> holds(array, value, false);
      case BsonBytes.ARRAY -> holds(array, value, true);
      case BsonBytes.STRING, BsonBytes.SYMBOL, BsonBytes.CODE -> isText(array, value);
      case BsonBytes.BINARY -> isBinary(array, value);
      case BsonBytes.REGEX -> areOptionsOrdered(array, value);
      default -> true;
    };
  }

  private static boolean isText(byte[] array, int value) {
    return isText(ByteBuffer.wrap(array, value + 4, BsonBytes.int32(array, value) - 1).slice());
  }

  private static boolean isText(ByteBuffer bytes) {
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate());
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static boolean isBinary(byte[] array, int value) {
    int length = BsonBytes.int32(array, value);
    return switch (array[value + 4]) {
      case OLD_UUID, OLD_UUID + 1, MD5 -> length == DIGEST_BYTES;
      default -> true;
    };
  }

  private static boolean areOptionsOrdered(byte[] array, int value) {
    int option = value;
    while (array[option] != BsonBytes.END) {
      option++;
    }
    option++;
    while (array[option] != BsonBytes.END) {
      if (array[option + 1] != BsonBytes.END && array[option + 1] < array[option]) {
        return false;
      }
      option++;
    }
    return true;
  }
}
