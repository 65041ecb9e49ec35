package dev.meerkat.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * Reads what {@link KeyNumberWriter} has written: equal numbers of all types have the same bytes,
 * and the type bits say which one it was. Threads: stateless.
 */
final class KeyNumberReader {
  private KeyNumberReader() {}

  /** Passes over a number that is neither zero nor infinite, whose type has just been read. */
  static void skip(KeyBytes bytes, int type) {
    var _ = readNumber(bytes, type, new BinaryNumber());
  }

  /** The number whose type has just been read. */
  static BsonValue value(KeyBytes bytes, TypeBits.Reader typeBits, int type) {
    return switch (type) {
      case KeyType.NAN -> nan(typeBits);
      case KeyType.NEGATIVE_INFINITY -> infinity(typeBits, Double.NEGATIVE_INFINITY);
      case KeyType.POSITIVE_INFINITY -> infinity(typeBits, Double.POSITIVE_INFINITY);
      case KeyType.ZERO -> zero(typeBits);
      default -> finite(bytes, typeBits, type);
    };
  }

  private static BsonValue nan(TypeBits.Reader typeBits) {
    if (!typeBits.readFlag()) {
      return new BsonDouble(Double.NaN);
    }
    return typeBits.readFlag()
        ? verbatim(typeBits)
        : new BsonDouble(Double.longBitsToDouble(typeBits.read(64)));
  }

  private static BsonValue infinity(TypeBits.Reader typeBits, double value) {
    return typeBits.readFlag() ? verbatim(typeBits) : new BsonDouble(value);
  }

  private static BsonDecimal128 verbatim(TypeBits.Reader typeBits) {
    long high = typeBits.read(64);
    return new BsonDecimal128(Decimal128.fromIEEE754BIDEncoding(high, typeBits.read(64)));
  }

  private static BsonValue zero(TypeBits.Reader typeBits) {
    return switch ((int) typeBits.read(2)) {
      case KeyNumberWriter.INT32_BITS -> new BsonInt32(0);
      case KeyNumberWriter.INT64_BITS -> new BsonInt64(0);
      case KeyNumberWriter.DOUBLE_BITS -> new BsonDouble(typeBits.readFlag() ? -0.0 : 0.0);
      default -> {
        boolean negative = typeBits.readFlag();
        int exponent = (int) typeBits.read(KeyNumberWriter.EXPONENT_BITS);
        yield exponent == KeyNumberWriter.VERBATIM
            ? verbatim(typeBits)
            : new BsonDecimal128(Decimals.of(negative, 0, 0, exponent + Decimals.MIN_EXPONENT));
      }
    };
  }

  private static BsonValue finite(KeyBytes bytes, TypeBits.Reader typeBits, int type) {
    BinaryNumber number = new BinaryNumber();
    boolean whole = readNumber(bytes, type, number);
    if (number.inexact) {
      return decimal(typeBits, number);
    }
    if (whole) {
      return whole(typeBits, number);
    }
    if (!typeBits.readFlag()) {
      return new BsonDouble(number.toDouble());
    }
    // The one int64 that is no whole part is the least.
    return number.exponent < 63 || typeBits.readFlag()
        ? decimal(typeBits, number)
        : new BsonInt64(Long.MIN_VALUE);
  }

  private static BsonValue whole(TypeBits.Reader typeBits, BinaryNumber number) {
    return switch ((int) typeBits.read(2)) {
      case KeyNumberWriter.INT32_BITS -> new BsonInt32((int) number.toLong());
      case KeyNumberWriter.INT64_BITS -> new BsonInt64(number.toLong());
      case KeyNumberWriter.DOUBLE_BITS -> new BsonDouble(number.toDouble());
      default -> decimal(typeBits, number);
    };
  }

  /** Reads a number that is neither zero nor infinite; answers whether it is a whole part alone. */
  private static boolean readNumber(KeyBytes bytes, int type, BinaryNumber number) {
    number.negative = type < KeyType.ZERO;
    if (!number.negative) {
      return readMagnitude(bytes, type, number);
    }
    bytes.invert();
    boolean whole = readMagnitude(bytes, type, number);
    bytes.invert();
    return whole;
  }

  private static boolean readMagnitude(KeyBytes bytes, int type, BinaryNumber number) {
    if (type == KeyType.POSITIVE_LARGE || type == KeyType.NEGATIVE_LARGE) {
      int exponent = bytes.read();
      number.exponent =
          63
              + (exponent == KeyNumberWriter.LONG_LARGE_EXPONENT
                  ? (int) bytes.bigEndian(2)
                  : exponent);
      readFraction(bytes, number, Long.MIN_VALUE, 1);
      return false;
    }
    if (type == KeyType.POSITIVE_SMALL || type == KeyType.NEGATIVE_SMALL) {
      int exponent = bytes.read();
      number.exponent =
          exponent == KeyNumberWriter.LONG_SMALL_EXPONENT
              ? (int) bytes.bigEndian(2) - 0xFFFF
              : exponent - 0xFF;
      readFraction(bytes, number, Long.MIN_VALUE, 1);
      return false;
    }
    int extra = number.negative ? KeyType.NEGATIVE_1_BYTE - type : type - KeyType.POSITIVE_1_BYTE;
    if (extra < 0 || extra > 7) {
      throw new IllegalStateException("not the type of a key's component: " + type);
    }
    long shifted = bytes.bigEndian(extra + 1);
    long whole = shifted >>> 1;
    number.exponent = 63 - Long.numberOfLeadingZeros(whole);
    long top = whole << (63 - number.exponent);
    if ((shifted & 1) != 0) {
      readFraction(bytes, number, top, number.exponent + 1);
      return false;
    }
    number.high = top;
    return true;
  }

  private static void readFraction(KeyBytes bytes, BinaryNumber number, long top, int taken) {
    number.high = top;
    int shift = 121 - taken;
    for (int left = KeyNumberWriter.groups(taken); left > 0; left--) {
      long read = bytes.read();
      long group = read >>> 1;
      if (shift >= 64) {
        number.high |= group << (shift - 64);
      } else {
        number.high |= shift > 57 ? group >>> (64 - shift) : 0;
        number.low |= group << shift;
      }
      if ((read & 1) == 0) {
        return;
      }
      shift -= 7;
    }
    number.inexact = true;
  }

  private static BsonDecimal128 decimal(TypeBits.Reader typeBits, BinaryNumber number) {
    BigDecimal magnitude = number.toDecimalMagnitude();
    int zeros = (int) typeBits.read(KeyNumberWriter.ZERO_COUNT_BITS);
    BigInteger coefficient = magnitude.unscaledValue().multiply(BigInteger.TEN.pow(zeros));
    return new BsonDecimal128(
        Decimals.of(
            number.negative,
            coefficient.shiftRight(64).longValue(),
            coefficient.longValue(),
            -magnitude.scale() - zeros));
  }
}
