package dev.meerkat.engine.changestream;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * Reads what a {@link TokenWriter} has written. The bytes come from a client: whatever they are, a
 * {@link ServerException} is the worst that happens. Threads: confined to one operation.
 */
final class TokenReader {
  private static final int MAX_DEPTH = 200;

  private final byte[] bytes;
  private final byte[] forms;
  private int position;
  private int form;
  private int depth;

  /** What each byte read is combined with: all ones within a negative number. */
  private int mask;

  TokenReader(byte[] bytes, byte[] forms) {
    this.bytes = bytes;
    this.forms = forms;
  }

  /**
   * All values of the token.
   *
   * @throws ServerException 50811 for bytes that begin no value, 15 for bytes that end too early
   */
  List<BsonValue> values() {
    List<BsonValue> values = new ArrayList<>();
    while (position < bytes.length) {
      int type = read();
      if (type == TokenType.END) {
        break;
      }
      values.add(value(type));
    }
    return values;
  }

  private BsonValue value(int type) {
    return switch (type) {
      case TokenType.MIN_KEY -> new BsonMinKey();
      case TokenType.UNDEFINED -> new BsonUndefined();
      case TokenType.NULL -> BsonNull.VALUE;
      case TokenType.STRING -> {
        boolean symbol = form() == TokenType.FORM_SYMBOL;
        String text = escaped();
        yield symbol ? new BsonSymbol(text) : new BsonString(text);
      }
      case TokenType.DOCUMENT -> document();
      case TokenType.ARRAY -> array();
      case TokenType.BINARY -> binary();
      case TokenType.OBJECT_ID -> new BsonObjectId(new ObjectId(read(12)));
      case TokenType.FALSE -> BsonBoolean.FALSE;
      case TokenType.TRUE -> BsonBoolean.TRUE;
      case TokenType.DATE_TIME -> new BsonDateTime(readLong(8) ^ Long.MIN_VALUE);
      case TokenType.TIMESTAMP -> new BsonTimestamp(readLong(8));
      case TokenType.REGEX -> new BsonRegularExpression(name(), name());
      case TokenType.DB_POINTER -> {
        byte[] namespace = read((int) Math.min(readLong(4), bytes.length));
        yield new BsonDbPointer(
            new String(namespace, StandardCharsets.UTF_8), new ObjectId(read(12)));
      }
      case TokenType.CODE -> new BsonJavaScript(escaped());
      case TokenType.CODE_WITH_SCOPE -> new BsonJavaScriptWithScope(escaped(), document());
      case TokenType.MAX_KEY -> new BsonMaxKey();
      default -> number(type);
    };
  }

  private BsonDocument document() {
    enter();
    BsonDocument document = new BsonDocument();
    while (read() != 0) {
      String name = name();
      document.append(name, value(read()));
    }
    depth--;
    return document;
  }

  private BsonArray array() {
    enter();
    BsonArray array = new BsonArray();
    for (int type = read(); type != 0; type = read()) {
      array.add(value(type));
    }
    depth--;
    return array;
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new ServerException(
          ErrorCode.OVERFLOW, "resume token exceeds the greatest depth of nesting");
    }
  }

  private BsonBinary binary() {
    int length = read();
    if (length == 0xFF) {
      length = (int) Math.min(readLong(4), bytes.length);
    }
    byte subtype = (byte) read();
    return new BsonBinary(subtype, read(length));
  }

  private BsonValue number(int type) {
    if (type < TokenType.NUMBER || type > TokenType.POSITIVE_LARGE) {
      throw new ServerException(
          ErrorCode.location(50811), "resume token holds an unknown type: " + type);
    }
    int form = form();
    byte[] decimal = form == TokenType.FORM_DECIMAL ? decimalForm() : new byte[0];
    boolean negative = type < TokenType.ZERO;
    mask = type != TokenType.NUMBER && negative ? 0xFF : 0;
    BsonValue value = magnitude(type, form);
    mask = 0;
    if (form != TokenType.FORM_DECIMAL) {
      return value;
    }
    return new BsonDecimal128(
        Decimal128.fromIEEE754BIDEncoding(bigEndian(decimal, 0), bigEndian(decimal, 8)));
  }

  private BsonValue magnitude(int type, int form) {
    return switch (type) {
      case TokenType.NUMBER -> new BsonDouble(Double.NaN);
      case TokenType.ZERO -> zero(form);
      case TokenType.NEGATIVE_LARGE, TokenType.NEGATIVE_SMALL ->
          fractional(-Double.longBitsToDouble(readLong(8)), form);
      case TokenType.POSITIVE_LARGE, TokenType.POSITIVE_SMALL ->
          fractional(Double.longBitsToDouble(readLong(8)), form);
      default -> whole(type, form);
    };
  }

  private static BsonValue zero(int form) {
    return switch (form) {
      case TokenType.FORM_INT32 -> new BsonInt32(0);
      case TokenType.FORM_INT64 -> new BsonInt64(0);
      case TokenType.FORM_NEGATIVE_ZERO -> new BsonDouble(-0.0);
      default -> new BsonDouble(0);
    };
  }

  private static BsonValue fractional(double value, int form) {
    // The one int64 that is no whole number of up to 8 bytes is the least.
    return form == TokenType.FORM_INT64 ? new BsonInt64((long) value) : new BsonDouble(value);
  }

  private BsonValue whole(int type, int form) {
    boolean negative = type < TokenType.ZERO;
    int size = 1 + (negative ? TokenType.NEGATIVE_1_BYTE - type : type - TokenType.POSITIVE_1_BYTE);
    long shifted = readLong(size);
    long whole = shifted >>> 1;
    if ((shifted & 1) != 0) {
      double magnitude = (double) whole + (double) (readLong(8) >>> 12) * 0x1p-52;
      return new BsonDouble(negative ? -magnitude : magnitude);
    }
    long value = negative ? -whole : whole;
    return switch (form) {
      case TokenType.FORM_INT32 -> new BsonInt32((int) value);
      case TokenType.FORM_INT64 -> new BsonInt64(value);
      default -> new BsonDouble((double) value);
    };
  }

  private int form() {
    int at = form++;
    return at < forms.length ? forms[at] : 0;
  }

  private byte[] decimalForm() {
    byte[] digits =
        Arrays.copyOf(
            Arrays.copyOfRange(
                forms, Math.min(form, forms.length), Math.min(form + 16, forms.length)),
            16);
    form += 16;
    return digits;
  }

  private static long bigEndian(byte[] source, int offset) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (source[offset + i] & 0xFF);
    }
    return value;
  }

  private String escaped() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (true) {
      int next = read();
      if (next == 0) {
        if (position >= bytes.length || (bytes[position] & 0xFF) != 0xFF) {
          return text.toString(StandardCharsets.UTF_8);
        }
        position++;
      }
      text.write(next);
    }
  }

  private String name() {
    int start = position;
    while (read() != 0) {
      // The name goes on.
    }
    return new String(bytes, start, position - start - 1, StandardCharsets.UTF_8);
  }

  private long readLong(int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = (value << 8) | read();
    }
    return value;
  }

  private byte[] read(int count) {
    if (count < 0 || count > bytes.length - position) {
      throw endsEarly();
    }
    position += count;
    return Arrays.copyOfRange(bytes, position - count, position);
  }

  private int read() {
    if (position >= bytes.length) {
      throw endsEarly();
    }
    return (bytes[position++] ^ mask) & 0xFF;
  }

  private static ServerException endsEarly() {
    return new ServerException(ErrorCode.OVERFLOW, "resume token ends in the middle of a value");
  }
}
