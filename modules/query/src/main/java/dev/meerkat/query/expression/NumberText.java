package dev.meerkat.query.expression;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.bson.BsonValue;

/** Numbers as MongoDB writes them in strings. Threads: immutable. */
final class NumberText {
  private static final int BRIEF_DIGITS = 6;

  private NumberText() {}

  static String of(BsonValue number) {
    return switch (number.getBsonType()) {
      case INT32 -> Integer.toString(number.asInt32().getValue());
      case INT64 -> Long.toString(number.asInt64().getValue());
      case DOUBLE -> ofDouble(number.asDouble().getValue());
      default -> number.asDecimal128().getValue().toString();
    };
  }

  /** The shortest decimal that reads as the same double: {@code 1.5}, {@code 1e+20}. */
  static String ofDouble(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal decimal = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    String digits = decimal.unscaledValue().toString();
    int exponent = digits.length() - decimal.scale() - 1;
    String text =
        exponent < -6 || exponent >= 21 ? scientific(digits, exponent) : plain(digits, exponent);
    return value < 0 ? "-" + text : text;
  }

  /** Six significant digits, as C's {@code %g} writes them: {@code 1.23457}, {@code 1e+06}. */
  static String brief(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal decimal =
        new BigDecimal(Math.abs(value))
            .round(new MathContext(BRIEF_DIGITS, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    String digits = decimal.unscaledValue().toString();
    int exponent = digits.length() - decimal.scale() - 1;
    String text =
        exponent < -4 || exponent >= BRIEF_DIGITS
            ? twoDigitExponent(digits, exponent)
            : plain(digits, exponent);
    return value < 0 ? "-" + text : text;
  }

  private static String twoDigitExponent(String digits, int exponent) {
    String text = scientific(digits, exponent);
    return Math.abs(exponent) < 10
        ? text.substring(0, text.length() - 1) + "0" + text.charAt(text.length() - 1)
        : text;
  }

  private static String scientific(String digits, int exponent) {
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    String sign = exponent < 0 ? "-" : "+";
    return mantissa + "e" + sign + Math.abs(exponent);
  }

  private static String plain(String digits, int exponent) {
    if (exponent < 0) {
      return "0." + "0".repeat(-exponent - 1) + digits;
    }
    int whole = exponent + 1;
    return digits.length() <= whole
        ? digits + "0".repeat(whole - digits.length())
        : digits.substring(0, whole) + "." + digits.substring(whole);
  }
}
