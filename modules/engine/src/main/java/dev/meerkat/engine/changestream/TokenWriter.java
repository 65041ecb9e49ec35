package dev.meerkat.engine.changestream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonRegularExpression;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * Writes values as bytes whose order is the values' order, in the manner of MongoDB's resume
 * tokens: whole numbers, texts, ids and all else but fractions are byte for byte what MongoDB
 * writes. What the order ignores (int or double, a decimal's digits) is kept beside them. Threads:
 * confined to one operation.
 */
final class TokenWriter {
  private static final double TWO_TO_63 = 0x1p63;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);
  private final ByteArrayOutputStream forms = new ByteArrayOutputStream(8);

  /** What each byte written is combined with: all ones within a negative number. */
  private int mask;

  TokenWriter put(BsonValue value) {
    switch (value.getBsonType()) {
      case INT32 -> putWhole(value.asInt32().getValue(), TokenType.FORM_INT32);
      case INT64 -> putWhole(value.asInt64().getValue(), TokenType.FORM_INT64);
      case DOUBLE -> putDouble(value.asDouble().getValue());
      case DECIMAL128 -> putDecimal(value.asDecimal128().getValue());
      case BOOLEAN -> write(value.asBoolean().getValue() ? TokenType.TRUE : TokenType.FALSE);
      default -> {
        write(TokenType.classOf(value.getBsonType()));
        putContent(value);
      }
    }
    return this;
  }

  /** Ends the token. */
  byte[] end() {
    write(TokenType.END);
    return bytes.toByteArray();
  }

  /** What stands beside the bytes; empty where all numbers are int32 and all texts strings. */
  byte[] forms() {
    byte[] all = forms.toByteArray();
    int length = all.length;
    while (length > 0 && all[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(all, length);
  }

  private void putContent(BsonValue value) {
    switch (value.getBsonType()) {
      case STRING -> putText(value.asString().getValue(), 0);
      case SYMBOL -> putText(value.asSymbol().getSymbol(), TokenType.FORM_SYMBOL);
      case DOCUMENT -> putFields(value.asDocument());
      case ARRAY -> {
        value.asArray().forEach(this::put);
        write(0);
      }
      case BINARY -> putBinary(value.asBinary());
      case OBJECT_ID -> write(value.asObjectId().getValue().toByteArray());
      case DATE_TIME -> putLong(value.asDateTime().getValue() ^ Long.MIN_VALUE, 8);
      case TIMESTAMP -> putLong(value.asTimestamp().getValue(), 8);
      case REGULAR_EXPRESSION -> {
        BsonRegularExpression regex = value.asRegularExpression();
        putName(regex.getPattern());
        putName(regex.getOptions());
      }
      case DB_POINTER -> {
        BsonDbPointer pointer = value.asDBPointer();
        byte[] namespace = pointer.getNamespace().getBytes(StandardCharsets.UTF_8);
        putLong(namespace.length, 4);
        write(namespace);
        write(pointer.getId().toByteArray());
      }
      case JAVASCRIPT -> putEscaped(value.asJavaScript().getCode());
      case JAVASCRIPT_WITH_SCOPE -> {
        BsonJavaScriptWithScope code = value.asJavaScriptWithScope();
        putEscaped(code.getCode());
        putFields(code.getScope());
      }
      default -> {
        // The type says all.
      }
    }
  }

  private void putFields(BsonDocument document) {
    for (Map.Entry<String, BsonValue> field : document.entrySet()) {
      write(TokenType.classOf(field.getValue().getBsonType()));
      putName(field.getKey());
      put(field.getValue());
    }
    write(0);
  }

  private void putBinary(BsonBinary binary) {
    byte[] data = binary.getData();
    if (data.length < 0xFF) {
      write(data.length);
    } else {
      write(0xFF);
      putLong(data.length, 4);
    }
    write(binary.getType());
    write(data);
  }

  private void putText(String text, int form) {
    forms.write(form);
    putEscaped(text);
  }

  private void putEscaped(String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      write(b);
      if (b == 0) {
        write(0xFF);
      }
    }
    write(0);
  }

  private void putName(String name) {
    write(name.getBytes(StandardCharsets.UTF_8));
    write(0);
  }

  private void putWhole(long value, int form) {
    forms.write(form);
    if (value == Long.MIN_VALUE) {
      putMagnitude(-TWO_TO_63);
    } else {
      putShifted(value < 0, Math.abs(value), false);
      mask = 0;
    }
  }

  private void putDouble(double value) {
    boolean negativeZero = value == 0 && Double.doubleToRawLongBits(value) != 0;
    forms.write(negativeZero ? TokenType.FORM_NEGATIVE_ZERO : TokenType.FORM_DOUBLE);
    putMagnitude(value);
  }

  /** A decimal stands where its nearest double does; its own digits are kept beside it. */
  private void putDecimal(Decimal128 value) {
    forms.write(TokenType.FORM_DECIMAL);
    for (int shift = 56; shift >= 0; shift -= 8) {
      forms.write((int) (value.getHigh() >>> shift));
    }
    for (int shift = 56; shift >= 0; shift -= 8) {
      forms.write((int) (value.getLow() >>> shift));
    }
    putMagnitude(value.isNaN() || value.isInfinite() ? special(value) : value.doubleValue());
  }

  private static double special(Decimal128 value) {
    if (value.isNaN()) {
      return Double.NaN;
    }
    return value.isNegative() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  private void putMagnitude(double value) {
    boolean negative = value < 0;
    double magnitude = Math.abs(value);
    if (Double.isNaN(value)) {
      write(TokenType.NUMBER);
    } else if (magnitude >= TWO_TO_63) {
      putRaw(negative ? TokenType.NEGATIVE_LARGE : TokenType.POSITIVE_LARGE, magnitude, negative);
    } else if (magnitude > 0 && magnitude < 1) {
      putRaw(negative ? TokenType.NEGATIVE_SMALL : TokenType.POSITIVE_SMALL, magnitude, negative);
    } else {
      long whole = (long) magnitude;
      double fraction = magnitude - (double) whole;
      putShifted(negative, whole, fraction != 0);
      if (fraction != 0) {
        // A double of 1 or more has no bit below 2 to the power of -52.
        putLong((long) (fraction * 0x1p52) << 12, 8);
      }
    }
    mask = 0;
  }

  private void putRaw(int type, double magnitude, boolean negative) {
    write(type);
    mask = negative ? 0xFF : 0;
    putLong(Double.doubleToRawLongBits(magnitude), 8);
  }

  private void putShifted(boolean negative, long magnitude, boolean fraction) {
    if (magnitude == 0) {
      write(TokenType.ZERO);
      return;
    }
    long shifted = (magnitude << 1) | (fraction ? 1 : 0);
    int size = (64 - Long.numberOfLeadingZeros(shifted) + 7) >>> 3;
    write(negative ? TokenType.NEGATIVE_1_BYTE - size + 1 : TokenType.POSITIVE_1_BYTE + size - 1);
    mask = negative ? 0xFF : 0;
    putLong(shifted, size);
  }

  private void putLong(long value, int size) {
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) {
      write((int) (value >>> shift));
    }
  }

  private void write(int value) {
    bytes.write(value ^ mask);
  }

  private void write(byte[] values) {
    bytes.writeBytes(values);
  }
}
