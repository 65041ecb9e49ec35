package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * The keys of hashed indexes, bit for bit those of MongoDB: the first half of an MD5 digest over
 * the value's place in the order of types and its bytes, with all numbers cut to 64 bits. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/indexes/index-types/index-hashed/">Hashed
 *     indexes</a>
 */
public final class HashedKey {
  private static final byte[] NO_NAME = {};
  private static final int SEED = 0;
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

  private HashedKey() {}

  /** The key of a value; missing and undefined are no business of it. */
  public static long of(BsonValue value) {
    DocumentView view = new DocumentBuilder(64).append(NO_NAME, value).toView();
    int element = BsonBytes.firstElement(view.offset());
    byte[] array = view.array();
    return of(array[element], array, BsonBytes.valueOffset(array, element));
  }

  /** The key of a value that stands as BSON bytes. */
  public static long of(byte type, byte[] array, int offset) {
    MessageDigest digest = md5();
    add(digest, SEED);
    add(digest, type, array, offset);
    return ByteBuffer.wrap(digest.digest()).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has MD5", e);
    }
  }

  private static void add(MessageDigest digest, byte type, byte[] array, int offset) {
    add(digest, CanonicalType.of(type));
    addContent(digest, type, array, offset);
  }

  private static void addContent(MessageDigest digest, byte type, byte[] array, int offset) {
    switch (type) {
      case BsonBytes.INT32, BsonBytes.INT64, BsonBytes.DOUBLE, BsonBytes.DECIMAL128 ->
          digest.update(littleEndian(8).putLong(whole(type, array, offset)).array());
      case BsonBytes.DOCUMENT, BsonBytes.ARRAY -> addElements(digest, array, offset);
      case BsonBytes.CODE_WITH_SCOPE -> {
        int length = BsonBytes.int32(array, offset + 4);
        digest.update(array, offset + 8, length);
        addElements(digest, array, offset + 8 + length);
      }
      default -> digest.update(array, offset, BsonBytes.valueSize(array, type, offset));
    }
  }

  private static void addElements(MessageDigest digest, byte[] array, int document) {
    int element = BsonBytes.firstElement(document);
    byte type;
    while ((type = array[element]) != BsonBytes.END) {
      int value = BsonBytes.valueOffset(array, element);
      // A type's place stands before the name, which ends with a zero byte.
      add(digest, CanonicalType.of(type));
      digest.update(array, element + 1, value - element - 1);
      addContent(digest, type, array, value);
      element = value + BsonBytes.valueSize(array, type, value);
    }
    add(digest, 0);
  }

  private static void add(MessageDigest digest, int number) {
    digest.update(littleEndian(4).putInt(number).array());
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A number cut to 64 bits; NaN is zero. */
  private static long whole(byte type, byte[] array, int offset) {
    return switch (type) {
      case BsonBytes.INT32 -> BsonBytes.int32(array, offset);
      case BsonBytes.INT64 -> BsonBytes.int64(array, offset);
      case BsonBytes.DOUBLE -> {
        double number = BsonBytes.float64(array, offset);
        // Exactly 2^63 wraps around, as it always has.
        yield number == 0x1p63 ? Long.MIN_VALUE : (long) number;
      }
      default ->
          whole(
              Decimal128.fromIEEE754BIDEncoding(
                  BsonBytes.int64(array, offset + 8), BsonBytes.int64(array, offset)));
    };
  }

  private static long whole(Decimal128 number) {
    if (number.isNaN()) {
      return 0;
    }
    if (number.isInfinite()) {
      return number.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    BigDecimal exact = DecimalMath.toBigDecimal(number);
    if (exact.precision() - exact.scale() > 19) {
      return exact.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    BigInteger whole = exact.toBigInteger();
    return whole.min(MAX).max(MIN).longValueExact();
  }
}
