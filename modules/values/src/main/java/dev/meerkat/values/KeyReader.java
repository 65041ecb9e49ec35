package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/**
 * Turns the bytes of a key back into values, one after the other. Threads: confined to one
 * operation.
 */
final class KeyReader {
  private final byte[] key;
  private final int end;
  private final TypeBits.Reader typeBits;
  private final boolean collated;
  private int position;

  /** What every byte read is combined with: all ones within a descending component. */
  private int mask;

  /**
   * @param collated whether strings stand as a collation's sort keys
   */
  KeyReader(byte[] key, int end, byte[] typeBits, boolean collated) {
    this.collated = collated;
    this.key = key;
    this.end = end;
    this.typeBits = new TypeBits.Reader(typeBits);
  }

  boolean hasMore() {
    return position < end;
  }

  BsonValue next(boolean descending) {
    mask = descending ? 0xFF : 0;
    return value();
  }

  /** Passes over the next component. */
  void skip(boolean descending) {
    mask = descending ? 0xFF : 0;
    skipValue();
  }

  int position() {
    return position;
  }

  private void skipValue() {
    int type = read();
    switch (type) {
      case KeyType.MIN_KEY,
          KeyType.UNDEFINED,
          KeyType.NULL,
          KeyType.FALSE,
          KeyType.TRUE,
          KeyType.MAX_KEY,
          KeyType.NAN,
          KeyType.NEGATIVE_INFINITY,
          KeyType.POSITIVE_INFINITY,
          KeyType.ZERO -> {}
      case KeyType.STRING, KeyType.CODE -> skipText();
      case KeyType.DOCUMENT -> skipDocument();
      case KeyType.ARRAY -> {
        while (peek() != KeyType.END) {
          skipValue();
        }
        position++;
      }
      case KeyType.BINARY -> {
        int length = read();
        length = length == 0xFF ? (int) bigEndian(4) : length;
        position += length + 1;
      }
      case KeyType.OBJECT_ID -> position += 12;
      case KeyType.DATE_TIME, KeyType.TIMESTAMP -> position += 8;
      case KeyType.REGEX -> {
        skipName();
        skipName();
      }
      case KeyType.DB_POINTER -> {
        int length = (int) bigEndian(4);
        position += length + 12;
      }
      case KeyType.CODE_WITH_SCOPE -> {
        skipText();
        skipDocument();
      }
      default -> {
        var _ = readNumber(type, new BinaryNumber());
      }
    }
  }

  private void skipText() {
    while (read() != 0 || position < end && peek() == 0xFF) {
      // A zero that 0xFF follows is part of the text; the 0xFF is passed as any other byte.
    }
  }

  private void skipName() {
    while (read() != 0) {
      // Up to its end.
    }
  }

  private void skipDocument() {
    while (read() != KeyType.END) {
      skipName();
      skipValue();
    }
  }

  private int read() {
    return (key[position++] & 0xFF) ^ mask;
  }

  private int peek() {
    return (key[position] & 0xFF) ^ mask;
  }

  private long bigEndian(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 8) | read();
    }
    return value;
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) read();
    }
    return bytes;
  }

  private String name() {
    int length = 0;
    while (((key[position + length] & 0xFF) ^ mask) != 0) {
      length++;
    }
    String name = BsonBytes.text(bytes(length), 0, length);
    position++;
    return name;
  }

  private String text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(32);
    while (true) {
      int next = read();
      if (next == 0) {
        if (position == end || peek() != 0xFF) {
          return BsonBytes.text(bytes.toByteArray(), 0, bytes.size());
        }
        position++;
      }
      bytes.write(next);
    }
  }

  private BsonValue value() {
    int type = read();
    return switch (type) {
      case KeyType.MIN_KEY -> new BsonMinKey();
      case KeyType.UNDEFINED -> new BsonUndefined();
      case KeyType.NULL -> BsonNull.VALUE;
      case KeyType.STRING ->
          !collated && typeBits.readFlag() ? new BsonSymbol(text()) : new BsonString(text());
      case KeyType.DOCUMENT -> document();
      case KeyType.ARRAY -> array();
      case KeyType.BINARY -> binary();
      case KeyType.OBJECT_ID -> new BsonObjectId(new ObjectId(bytes(12)));
      case KeyType.FALSE -> BsonBoolean.FALSE;
      case KeyType.TRUE -> BsonBoolean.TRUE;
      case KeyType.DATE_TIME -> new BsonDateTime(bigEndian(8) ^ Long.MIN_VALUE);
      case KeyType.TIMESTAMP -> new BsonTimestamp(bigEndian(8));
      case KeyType.REGEX -> new BsonRegularExpression(name(), name());
      case KeyType.DB_POINTER -> {
        byte[] namespace = bytes((int) bigEndian(4));
        yield new BsonDbPointer(
            BsonBytes.text(namespace, 0, namespace.length), new ObjectId(bytes(12)));
      }
      case KeyType.CODE -> new BsonJavaScript(text());
      case KeyType.CODE_WITH_SCOPE -> new BsonJavaScriptWithScope(text(), document());
      case KeyType.MAX_KEY -> new BsonMaxKey();
      default -> number(type);
    };
  }

  private BsonDocument document() {
    BsonDocument document = new BsonDocument();
    while (read() != KeyType.END) {
      String name = name();
      document.append(name, value());
    }
    return document;
  }

  private BsonArray array() {
    BsonArray array = new BsonArray();
    while (peek() != KeyType.END) {
      array.add(value());
    }
    position++;
    return array;
  }

  private BsonBinary binary() {
    int length = read();
    if (length == 0xFF) {
      length = (int) bigEndian(4);
    }
    byte subtype = (byte) read();
    if (subtype == 2) {
      // The object form leaves out the length that the old subtype repeats.
      position += 4;
      length -= 4;
    }
    return new BsonBinary(subtype, bytes(length));
  }

  private BsonValue number(int type) {
    return switch (type) {
      case KeyType.NAN -> nan();
      case KeyType.NEGATIVE_INFINITY -> infinity(Double.NEGATIVE_INFINITY);
      case KeyType.POSITIVE_INFINITY -> infinity(Double.POSITIVE_INFINITY);
      case KeyType.ZERO -> zero();
      default -> finite(type);
    };
  }

  private BsonValue nan() {
    if (!typeBits.readFlag()) {
      return new BsonDouble(Double.NaN);
    }
    return typeBits.readFlag()
        ? verbatim()
        : new BsonDouble(Double.longBitsToDouble(typeBits.read(64)));
  }

  private BsonValue infinity(double value) {
    return typeBits.readFlag() ? verbatim() : new BsonDouble(value);
  }

  private BsonDecimal128 verbatim() {
    long high = typeBits.read(64);
    return new BsonDecimal128(Decimal128.fromIEEE754BIDEncoding(high, typeBits.read(64)));
  }

  private BsonValue zero() {
    return switch ((int) typeBits.read(2)) {
      case KeyNumberWriter.INT32_BITS -> new BsonInt32(0);
      case KeyNumberWriter.INT64_BITS -> new BsonInt64(0);
      case KeyNumberWriter.DOUBLE_BITS -> new BsonDouble(typeBits.readFlag() ? -0.0 : 0.0);
      default -> {
        boolean negative = typeBits.readFlag();
        int exponent = (int) typeBits.read(KeyNumberWriter.EXPONENT_BITS);
        yield exponent == KeyNumberWriter.VERBATIM
            ? verbatim()
            : new BsonDecimal128(Decimals.of(negative, 0, 0, exponent + Decimals.MIN_EXPONENT));
      }
    };
  }

  private BsonValue finite(int type) {
    BinaryNumber number = new BinaryNumber();
    boolean whole = readNumber(type, number);
    if (number.inexact) {
      return decimal(number);
    }
    if (whole) {
      return whole(number);
    }
    if (!typeBits.readFlag()) {
      return new BsonDouble(number.toDouble());
    }
    // The one int64 that is no whole part is the least.
    return number.exponent < 63 || typeBits.readFlag()
        ? decimal(number)
        : new BsonInt64(Long.MIN_VALUE);
  }

  private BsonValue whole(BinaryNumber number) {
    return switch ((int) typeBits.read(2)) {
      case KeyNumberWriter.INT32_BITS -> new BsonInt32((int) number.toLong());
      case KeyNumberWriter.INT64_BITS -> new BsonInt64(number.toLong());
      case KeyNumberWriter.DOUBLE_BITS -> new BsonDouble(number.toDouble());
      default -> decimal(number);
    };
  }

  /** Reads a number that is neither zero nor infinite; answers whether it is a whole part alone. */
  private boolean readNumber(int type, BinaryNumber number) {
    number.negative = type < KeyType.ZERO;
    int outer = mask;
    if (number.negative) {
      mask ^= 0xFF;
    }
    boolean whole = readMagnitude(type, number);
    mask = outer;
    return whole;
  }

  private boolean readMagnitude(int type, BinaryNumber number) {
    if (type == KeyType.POSITIVE_LARGE || type == KeyType.NEGATIVE_LARGE) {
      int exponent = read();
      number.exponent =
          63 + (exponent == KeyNumberWriter.LONG_LARGE_EXPONENT ? (int) bigEndian(2) : exponent);
      readFraction(number, Long.MIN_VALUE, 1);
      return false;
    }
    if (type == KeyType.POSITIVE_SMALL || type == KeyType.NEGATIVE_SMALL) {
      int exponent = read();
      number.exponent =
          exponent == KeyNumberWriter.LONG_SMALL_EXPONENT
              ? (int) bigEndian(2) - 0xFFFF
              : exponent - 0xFF;
      readFraction(number, Long.MIN_VALUE, 1);
      return false;
    }
    int extra = number.negative ? KeyType.NEGATIVE_1_BYTE - type : type - KeyType.POSITIVE_1_BYTE;
    if (extra < 0 || extra > 7) {
      throw new IllegalStateException("not the type of a key's component: " + type);
    }
    long shifted = bigEndian(extra + 1);
    long whole = shifted >>> 1;
    number.exponent = 63 - Long.numberOfLeadingZeros(whole);
    long top = whole << (63 - number.exponent);
    if ((shifted & 1) != 0) {
      readFraction(number, top, number.exponent + 1);
      return false;
    }
    number.high = top;
    return true;
  }

  private void readFraction(BinaryNumber number, long top, int taken) {
    number.high = top;
    int shift = 121 - taken;
    for (int left = KeyNumberWriter.groups(taken); left > 0; left--) {
      long read = read();
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

  private BsonDecimal128 decimal(BinaryNumber number) {
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
