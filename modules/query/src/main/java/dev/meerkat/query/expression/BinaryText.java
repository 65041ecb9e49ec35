package dev.meerkat.query.expression;

import dev.meerkat.spi.ServerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Binary data written as strings: base64, hexadecimal, UTF-8 and UUIDs. Threads: immutable. */
final class BinaryText {
  static final int UUID = 4;

  private static final Set<String> FORMATS =
      Set.of("auto", "base64", "base64url", "utf8", "hex", "uuid");

  private BinaryText() {}

  /** Reads {@code format}; empty where it is null. */
  static String format(BsonValue value) {
    if (value.isNull()) {
      return "";
    }
    if (!(value instanceof BsonString text)) {
      throw Values.error(
          4341114, "$convert requires that 'format' be a string, found: " + Values.typeName(value));
    }
    if (!FORMATS.contains(text.getValue())) {
      throw Values.error(4341125, "Invalid 'format' argument for $convert: " + text.getValue());
    }
    return text.getValue();
  }

  /** The bytes as they are stored: those of the old subtype begin with their length. */
  static byte[] payload(BsonBinary binary) {
    byte[] data = binary.getData();
    if (binary.getType() != 2) {
      return data;
    }
    return ByteBuffer.allocate(data.length + 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(data.length)
        .put(data)
        .array();
  }

  static String encode(BsonBinary binary, String format) {
    boolean isUuid = binary.getType() == UUID;
    byte[] data = binary.getData();
    return switch (format) {
      case "" -> throw missingFormat();
      case "auto" ->
          isUuid && data.length == 16 ? uuid(data) : Base64.getEncoder().encodeToString(data);
      case "base64" -> Base64.getEncoder().encodeToString(data);
      case "base64url" -> Base64.getUrlEncoder().withoutPadding().encodeToString(data);
      case "hex" -> HexFormat.of().withUpperCase().formatHex(data);
      case "utf8" -> utf8(data);
      default -> {
        if (!isUuid) {
          throw Conversion.failure("Only subtype 4 can be converted with the 'uuid' format");
        }
        yield uuid(data);
      }
    };
  }

  private static String uuid(byte[] data) {
    if (data.length != 16) {
      throw Conversion.failure("A UUID has 16 bytes, but the value has " + data.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(data);
    return new UUID(buffer.getLong(), buffer.getLong()).toString();
  }

  private static String utf8(byte[] data) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException e) {
      throw Conversion.failure("BinData does not represent a valid UTF-8 string");
    }
  }

  static BsonBinary decode(String text, String format, int subtype) {
    if (format.equals("uuid") != (subtype == UUID) && !format.isEmpty() && !format.equals("auto")) {
      throw Conversion.failure("Can only use the 'uuid' format with the UUID binData subtype");
    }
    return switch (format) {
      case "" -> throw missingFormat();
      case "base64" -> new BsonBinary((byte) subtype, base64(Base64.getDecoder(), text, true));
      case "base64url" ->
          new BsonBinary((byte) subtype, base64(Base64.getUrlDecoder(), text, false));
      case "hex" -> new BsonBinary((byte) subtype, hex(text));
      case "utf8" -> new BsonBinary((byte) subtype, Texts.utf8(text));
      case "uuid" -> new BsonBinary((byte) UUID, uuidBytes(text));
      default -> throw Conversion.failure("Cannot use the 'auto' format to parse a string");
    };
  }

  private static byte[] base64(Base64.Decoder decoder, String text, boolean padded) {
    if (padded && text.length() % 4 != 0) {
      throw Conversion.failure("Invalid base64 string");
    }
    try {
      return decoder.decode(text);
    } catch (IllegalArgumentException e) {
      throw Conversion.failure("Invalid base64 string");
    }
  }

  private static byte[] hex(String text) {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw Conversion.failure("Invalid hexadecimal string");
    }
  }

  private static byte[] uuidBytes(String text) {
    boolean wellFormed = text.length() == 36;
    for (int i = 0; wellFormed && i < 36; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      wellFormed = dash ? text.charAt(i) == '-' : HexFormat.isHexDigit(text.charAt(i));
    }
    if (!wellFormed) {
      throw Conversion.failure("Invalid UUID string: " + text);
    }
    return HexFormat.of().parseHex(text.replace("-", ""));
  }

  private static ServerException missingFormat() {
    return Values.error(4341115, "Conversions between string and binData need a 'format'");
  }
}
