package dev.meerkat.query.expression;

import dev.meerkat.spi.ServerException;
import dev.meerkat.values.DecimalMath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.bson.types.Decimal128;

/** Numbers read from strings, as MongoDB's conversions read them. Threads: immutable. */
final class TextNumbers {
  /** What a Decimal128 has no room for is cut off, not rounded. */
  private static final MathContext CUT = new MathContext(34, RoundingMode.DOWN);

  private TextNumbers() {}

  /** A whole number in base 10, without spaces. */
  static long toLong(String text, long least, long most) {
    int start = isSign(text, 0) ? 1 : 0;
    if (start == text.length()) {
      throw failure(text);
    }
    boolean negative = text.startsWith("-");
    long value = 0;
    for (int i = start; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      // Counted below zero, where one number more fits.
      if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
        throw failure(text);
      }
      value = value * 10 - digit;
    }
    if (negative ? value < least : value < -most) {
      throw failure(text);
    }
    return negative ? value : -value;
  }

  /** A number as C's {@code strtod} reads it, hexadecimal and infinity included. */
  static double toDouble(String text) {
    int start = isSign(text, 0) ? 1 : 0;
    String magnitude = text.substring(start);
    double value =
        switch (magnitude.toLowerCase(Locale.ROOT)) {
          case "inf", "infinity" -> Double.POSITIVE_INFINITY;
          case "nan" -> Double.NaN;
          default -> finite(text, magnitude);
        };
    return text.startsWith("-") ? -value : value;
  }

  private static double finite(String text, String magnitude) {
    boolean hex = magnitude.startsWith("0x") || magnitude.startsWith("0X");
    String digits = hex ? "0123456789abcdefABCDEF." : "0123456789.";
    int i = hex ? 2 : 0;
    int begin = i;
    while (i < magnitude.length() && digits.indexOf(magnitude.charAt(i)) >= 0) {
      i++;
    }
    String mantissa = magnitude.substring(begin, i);
    if (mantissa.isEmpty()
        || mantissa.equals(".")
        || i < magnitude.length() && !isExponent(magnitude, i, hex)) {
      throw failure(text);
    }
    double value = parsed(text, hex && i == magnitude.length() ? magnitude + "p0" : magnitude);
    if (Double.isInfinite(value) || (value == 0 && hasDigitAboveZero(mantissa))) {
      throw failure(text);
    }
    return value;
  }

  private static boolean isExponent(String text, int index, boolean hex) {
    char mark = Character.toLowerCase(text.charAt(index));
    int i = isSign(text, index + 1) ? index + 2 : index + 1;
    if (mark != (hex ? 'p' : 'e') || i >= text.length()) {
      return false;
    }
    for (; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static double parsed(String text, String magnitude) {
    try {
      return Double.parseDouble(magnitude);
    } catch (NumberFormatException e) {
      throw failure(text);
    }
  }

  private static boolean hasDigitAboveZero(String mantissa) {
    for (int i = 0; i < mantissa.length(); i++) {
      char c = mantissa.charAt(i);
      if (c != '0' && c != '.') {
        return true;
      }
    }
    return false;
  }

  /** A decimal number, cut off after 34 digits. */
  static Decimal128 toDecimal(String text) {
    int start = isSign(text, 0) ? 1 : 0;
    boolean negative = text.startsWith("-");
    String magnitude = text.substring(start);
    return switch (magnitude.toLowerCase(Locale.ROOT)) {
      case "inf", "infinity" -> DecimalMath.withSign(Decimal128.POSITIVE_INFINITY, negative);
      case "nan" -> DecimalMath.withSign(Decimal128.NaN, negative);
      default -> finiteDecimal(text, magnitude, negative);
    };
  }

  private static Decimal128 finiteDecimal(String text, String magnitude, boolean negative) {
    int i = 0;
    while (i < magnitude.length() && "0123456789.".indexOf(magnitude.charAt(i)) >= 0) {
      i++;
    }
    if (i < magnitude.length() && !isExponent(magnitude, i, false)) {
      throw failure(text);
    }
    Decimal128 value;
    try {
      String digits =
          i > 1 && magnitude.charAt(i - 1) == '.'
              ? magnitude.substring(0, i - 1) + magnitude.substring(i)
              : magnitude;
      value = DecimalMath.of(new BigDecimal(digits).round(CUT));
    } catch (NumberFormatException e) {
      throw failure(text);
    }
    if (value.isInfinite()
        || (DecimalMath.isZero(value) && hasDigitAboveZero(magnitude.substring(0, i)))) {
      throw failure(text);
    }
    return DecimalMath.withSign(value, negative);
  }

  private static boolean isSign(String text, int index) {
    return index < text.length() && (text.charAt(index) == '-' || text.charAt(index) == '+');
  }

  private static ServerException failure(String text) {
    return Conversion.failure(
        "Failed to parse number '" + text + "' in $convert with no onError value");
  }
}
