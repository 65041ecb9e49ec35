package dev.meerkat.values;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ServerException;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumbersTest {
  private static final String MAX = "{$numberLong: '9223372036854775807'}";
  private static final String MIN = "{$numberLong: '-9223372036854775808'}";

  @Provide
  Arbitrary<BsonValue> numbers() {
    return ValueSamples.numbers();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          add      | 1                      | 2                        | 3
          add      | 2147483647             | 1                        | {$numberLong: '2147483648'}
          add      | {$numberLong: '1'}     | 2                        | {$numberLong: '3'}
          add      | MAX                    | 1                        | {$numberDouble: '9.223372036854775807E18'}
          add      | 1                      | 2.5                      | 3.5
          add      | 1.5                    | {$numberDecimal: '2.5'}  | {$numberDecimal: '4.00000000000000'}
          add      | 0.1                    | {$numberDecimal: '0'}    | {$numberDecimal: '0.100000000000000'}
          add      | 1                      | {$numberDecimal: '2.50'} | {$numberDecimal: '3.50'}
          add      | {$numberDecimal: 'Infinity'} | {$numberDecimal: '-Infinity'} | {$numberDecimal: 'NaN'}
          add      | {$numberDecimal: '-0'} | {$numberDecimal: '-0'}   | {$numberDecimal: '-0'}
          add      | {$numberDecimal: '9999999999999999999999999999999999'} | {$numberDecimal: '1'} | {$numberDecimal: '1.000000000000000000000000000000000E+34'}
          subtract | MIN                    | 1                        | {$numberDouble: '-9.223372036854775808E18'}
          subtract | -2147483648            | 1                        | {$numberLong: '-2147483649'}
          subtract | 10.5                   | {$numberDecimal: '2.5'}  | {$numberDecimal: '8.0000000000000'}
          subtract | {$numberDouble: '-0.0'} | 0                       | {$numberDouble: '-0.0'}
          multiply | 65536                  | 65536                    | {$numberLong: '4294967296'}
          multiply | MAX                    | 2                        | {$numberDouble: '1.8446744073709551614E19'}
          multiply | {$numberDecimal: '1.0'} | {$numberDecimal: '1.0'} | {$numberDecimal: '1.00'}
          multiply | {$numberDecimal: '-0'} | -5                       | {$numberDecimal: '0'}
          multiply | {$numberDecimal: '9.999999999999999999999999999999999E6144'} | 2 | {$numberDecimal: 'Infinity'}
          multiply | {$numberDecimal: '1E-6176'} | {$numberDecimal: '0.5'} | {$numberDecimal: '0E-6176'}
          multiply | {$numberDecimal: '3E-6176'} | {$numberDecimal: '0.5'} | {$numberDecimal: '2E-6176'}
          multiply | {$numberDecimal: '1E3000'} | {$numberDecimal: '1E3112'} | {$numberDecimal: '1.0E6112'}
          """)
  void arithmeticWidensAsTheServerDoes(String operator, String a, String b, String expected) {
    BsonValue x = parse(a);
    BsonValue y = parse(b);
    BsonValue result =
        switch (operator) {
          case "add" -> Numbers.add(x, y);
          case "subtract" -> Numbers.subtract(x, y);
          default -> Numbers.multiply(x, y);
        };
    requireSame(parse(expected), result);
  }

  @Test
  void onlyTheFinalTotalDecidesTheWidthOfManyInts() {
    List<BsonValue> numbers =
        List.of(new BsonInt32(Integer.MAX_VALUE), new BsonInt32(1), new BsonInt32(-1));
    requireSame(new BsonInt32(Integer.MAX_VALUE), Numbers.add(numbers));
    requireSame(new BsonInt32(0), Numbers.add(List.of()));
    requireSame(new BsonInt32(1), Numbers.multiply(List.of()));
    requireSame(parse("{$numberDouble: '-0.0'}"), Numbers.multiply(List.of(parse("-0.0"))));
  }

  @Test
  void updatesRefuseToLeaveInt64() {
    assertEquals(2, code(() -> Numbers.increment(parse(MAX), parse("1"))));
    assertEquals(2, code(() -> Numbers.scale(parse(MIN), parse("-1"))));
    requireSame(
        parse("{$numberLong: '2147483648'}"), Numbers.increment(parse("2147483647"), parse("1")));
    assertTrue(Numbers.increment(parse(MAX), parse("1.0")).isDouble());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2.9                        | 2                    | false
          -2.9                       | -2                   | false
          2.0                        | 2                    | true
          {$numberDecimal: '2.5'}    | 2                    | false
          {$numberDecimal: '3.5'}    | 4                    | false
          {$numberDecimal: '1E3'}    | 1000                 | true
          {$numberDecimal: '100.00'} | 100                  | true
          {$numberDecimal: '0E-9'}   | 0                    | true
          {$numberDecimal: '0E6000'} | 0                    | true
          {$numberDecimal: '1E-6000'} | 0                   | false
          {$numberDecimal: '1E6000'} | 9223372036854775807  | false
          {$numberDecimal: '-9223372036854775808.4'} | -9223372036854775808 | false
          {$numberDecimal: '9223372036854775807.9'} | 9223372036854775807 | false
          {$numberDecimal: '9223372036854775807'} | 9223372036854775807 | true
          {$numberDecimal: '-Infinity'} | -9223372036854775808 | false
          {$numberDouble: 'NaN'}     | 0                    | false
          {$numberDouble: 'Infinity'} | 9223372036854775807 | false
          {$numberDouble: '9.223372036854775807E18'} | 9223372036854775807 | false
          {$numberDouble: '-9.223372036854775808E18'} | -9223372036854775808 | true
          """)
  void optionsReadNumbersSaturated(String number, long expected, boolean integral) {
    assertEquals(expected, Numbers.saturatedLong(parse(number)));
    assertEquals(integral, Numbers.isIntegral(parse(number)));
    if (integral) {
      assertEquals(expected, Numbers.exactLong(parse(number)));
    } else {
      assertThrows(IllegalArgumentException.class, () -> Numbers.exactLong(parse(number)));
    }
  }

  @Test
  void conversionsTruncateAndRefuseWhatDoesNotFit() {
    assertEquals(-2, Numbers.truncatedLong(parse("{$numberDecimal: '-2.9'}")));
    assertEquals(2, Numbers.truncatedInt(parse("2.9")));
    assertEquals(
        Long.MAX_VALUE, Numbers.truncatedLong(parse("{$numberDecimal: '9223372036854775807.9'}")));
    assertEquals(241, code(() -> Numbers.truncatedInt(parse("2147483648.0"))));
    assertEquals(241, code(() -> Numbers.truncatedLong(parse("{$numberDouble: 'NaN'}"))));
    assertEquals(241, code(() -> Numbers.truncatedLong(parse("{$numberDecimal: 'Infinity'}"))));
    assertEquals(241, code(() -> Numbers.truncatedLong(parse("9.3e18"))));
    assertEquals(241, code(() -> Numbers.truncatedLong(parse("{$numberDecimal: '1E19'}"))));
  }

  @ParameterizedTest
  @CsvSource({
    "2.5,2.50000000000000", "0.1,0.100000000000000", "1e20,1.00000000000000E+20",
    "-0.0,-0", "123456789012345678,1.23456789012346E+17", "5e-324,4.94065645841247E-324"
  })
  void doublesBecomeDecimalsOfFifteenDigits(double value, String expected) {
    assertEquals(expected, DecimalMath.of(value).toString());
  }

  @Test
  void divisionKeepsThirtyFourDigits() {
    assertEquals(
        "0.3333333333333333333333333333333333",
        DecimalMath.divide(DecimalMath.of(1), DecimalMath.of(3)).toString());
    assertEquals("15", DecimalMath.divide(DecimalMath.of(30), DecimalMath.of(2)).toString());
    assertEquals(
        Decimal128.NEGATIVE_INFINITY, DecimalMath.divide(DecimalMath.of(-1), DecimalMath.of(0)));
    assertTrue(DecimalMath.divide(DecimalMath.of(0), DecimalMath.of(0)).isNaN());
  }

  @Test
  void remaindersRootsAndRoundingFollowIeee754() {
    Decimal128 number = Decimal128.parse("-7.5");
    assertEquals("-1.5", DecimalMath.remainder(number, DecimalMath.of(2)).toString());
    assertTrue(DecimalMath.remainder(number, DecimalMath.of(0)).isNaN());
    assertEquals(number, DecimalMath.remainder(number, Decimal128.POSITIVE_INFINITY));
    assertEquals("1.5", DecimalMath.squareRoot(Decimal128.parse("2.25")).toString());
    assertTrue(DecimalMath.squareRoot(number).isNaN());
    assertEquals("-0", DecimalMath.squareRoot(Decimal128.NEGATIVE_ZERO).toString());
    assertEquals("-8", DecimalMath.quantize(number, 0, RoundingMode.HALF_EVEN).toString());
    Decimal128 large = Decimal128.parse("1E+40");
    assertTrue(DecimalMath.quantize(large, 0, RoundingMode.DOWN).isNaN());
    assertTrue(DecimalMath.quantize(Decimal128.POSITIVE_INFINITY, 0, RoundingMode.DOWN).isNaN());
    assertEquals("7.5", DecimalMath.abs(number).toString());
  }

  @Property(tries = 10_000)
  void negatingTwiceChangesNothing(@ForAll("numbers") BsonValue number) {
    assertEquals(0, Numbers.compare(number, Numbers.negate(Numbers.negate(number))));
  }

  @Property(tries = 10_000)
  void additionIsCommutative(@ForAll("numbers") BsonValue a, @ForAll("numbers") BsonValue b) {
    assertEquals(0, Numbers.compare(Numbers.add(a, b), Numbers.add(b, a)));
    assertEquals(0, Numbers.compare(Numbers.multiply(a, b), Numbers.multiply(b, a)));
  }

  @Property(tries = 10_000)
  void integralNumbersAreEqualToTheirInt64(@ForAll("numbers") BsonValue number) {
    if (Numbers.isIntegral(number)) {
      BsonValue integer = new org.bson.BsonInt64(Numbers.exactLong(number));
      assertEquals(0, Numbers.compare(number, integer));
    } else {
      assertFalse(number.isInt32() || number.isInt64());
    }
  }

  private static int code(org.junit.jupiter.api.function.Executable action) {
    return assertThrows(ServerException.class, action).code().number();
  }

  private static BsonValue parse(String json) {
    String full = json.replace("MAX", MAX).replace("MIN", MIN);
    return BsonDocument.parse("{v: [" + full + "]}").getArray("v").get(0);
  }

  /** The same type and bits: 1 is not 1.0, nor 0.0 -0.0. */
  static void requireSame(BsonValue expected, BsonValue actual) {
    assertArrayEquals(
        ValueSamples.alone(expected),
        ValueSamples.alone(actual),
        () -> expected + " but was " + actual);
  }
}
