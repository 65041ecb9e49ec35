package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;

/**
 * Checks bytes that claim to be BSON, so that everything behind the door may walk them without a
 * thought: every length stays inside its parent, every string and name is terminated, every type is
 * known. Text that is no UTF-8 is accepted and kept as it is. Threads: immutable.
 *
 * @see <a href="https://bsonspec.org/spec.html">BSON</a>
 */
public final class BsonValidator {
  private static final int SMALLEST_DOCUMENT = 5;

  private final int maxDepth;

  /**
   * @param maxDepth levels of nesting that are allowed, the document itself included; the check
   *     uses a stack of that depth
   */
  public BsonValidator(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  /**
   * Checks the document at {@code offset} completely.
   *
   * @param limit one past the last byte that may be read, at most the array's length
   * @return the document's length in bytes
   * @throws ServerException 22 InvalidBSON, or 15 Overflow where it is too deep
   */
  public int validate(byte[] array, int offset, int limit) {
    if (offset < 0 || limit > array.length || offset > limit) {
      throw new IllegalArgumentException("bytes " + offset + " to " + limit);
    }
    return document(array, offset, limit, 1) - offset;
  }

  /** Answers one past the document's end, as all checks here do. */
  private int document(byte[] array, int offset, int limit, int depth) {
    if (depth > maxDepth) {
      throw new ServerException(
          ErrorCode.OVERFLOW, "BSONObj exceeded maximum nested object depth: " + maxDepth);
    }
    require(limit - offset >= SMALLEST_DOCUMENT, "a document is cut off");
    int length = BsonBytes.int32(array, offset);
    require(length >= SMALLEST_DOCUMENT && length <= limit - offset, "a document's length");
    int last = offset + length - 1;
    require(array[last] == BsonBytes.END, "a document is not terminated");
    int element = offset + 4;
    while (element < last) {
      byte type = array[element];
      require(type != BsonBytes.END, "a document ends before its length");
      element = value(array, type, cstring(array, element + 1, last), last, depth);
    }
    return last + 1;
  }

  private int value(byte[] array, byte type, int offset, int limit, int depth) {
    return switch (type) {
      case BsonBytes.DOUBLE, BsonBytes.DATE_TIME, BsonBytes.TIMESTAMP, BsonBytes.INT64 ->
          skip(offset, 8, limit);
      case BsonBytes.INT32 -> skip(offset, 4, limit);
      case BsonBytes.OBJECT_ID -> skip(offset, 12, limit);
      case BsonBytes.DECIMAL128 -> skip(offset, 16, limit);
      case BsonBytes.NULL, BsonBytes.UNDEFINED, BsonBytes.MIN_KEY, BsonBytes.MAX_KEY -> offset;
      case BsonBytes.BOOLEAN -> bool(array, offset, limit);
      case BsonBytes.STRING, BsonBytes.CODE, BsonBytes.SYMBOL -> string(array, offset, limit);
      case BsonBytes.DOCUMENT, BsonBytes.ARRAY -> document(array, offset, limit, depth + 1);
      case BsonBytes.BINARY -> binary(array, offset, limit);
      case BsonBytes.REGEX -> cstring(array, cstring(array, offset, limit), limit);
      case BsonBytes.DB_POINTER -> skip(string(array, offset, limit), 12, limit);
      case BsonBytes.CODE_WITH_SCOPE -> codeWithScope(array, offset, limit, depth);
      default -> throw invalid("an unknown type: " + (type & 0xFF));
    };
  }

  private static int skip(int offset, int length, int limit) {
    require(length <= limit - offset, "a value is cut off");
    return offset + length;
  }

  private static int bool(byte[] array, int offset, int limit) {
    int end = skip(offset, 1, limit);
    require(array[offset] == 0 || array[offset] == 1, "a boolean is neither 0 nor 1");
    return end;
  }

  private static int cstring(byte[] array, int offset, int limit) {
    int i = offset;
    while (i < limit && array[i] != 0) {
      i++;
    }
    require(i < limit, "a name is not terminated");
    return i + 1;
  }

  private static int string(byte[] array, int offset, int limit) {
    int start = skip(offset, 4, limit);
    int length = BsonBytes.int32(array, offset);
    require(length >= 1 && length <= limit - start, "a string's length");
    require(array[start + length - 1] == 0, "a string is not terminated");
    return start + length;
  }

  private static int binary(byte[] array, int offset, int limit) {
    int start = skip(offset, 5, limit);
    int length = BsonBytes.int32(array, offset);
    require(length >= 0 && length <= limit - start, "binary data's length");
    if (array[offset + 4] == 2) {
      // The old subtype repeats its length within the data.
      require(length >= 4 && BsonBytes.int32(array, start) == length - 4, "binary data's length");
    }
    return start + length;
  }

  private int codeWithScope(byte[] array, int offset, int limit, int depth) {
    int start = skip(offset, 4, limit);
    int length = BsonBytes.int32(array, offset);
    require(length >= 4 && length <= limit - offset, "the length of code with scope");
    int end = offset + length;
    require(
        document(array, string(array, start, end), end, depth + 1) == end,
        "the length of code with scope");
    return end;
  }

  private static void require(boolean valid, String fault) {
    if (!valid) {
      throw invalid(fault);
    }
  }

  private static ServerException invalid(String fault) {
    return new ServerException(ErrorCode.INVALID_BSON, "invalid BSON: " + fault);
  }
}
