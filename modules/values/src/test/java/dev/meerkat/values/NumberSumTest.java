package dev.meerkat.values;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumberSumTest {
  @Provide
  Arbitrary<List<Long>> longs() {
    return Arbitraries.oneOf(
            Arbitraries.longs(), Arbitraries.of(Long.MAX_VALUE, Long.MIN_VALUE, 1L, -1L, 1L << 53))
        .list()
        .ofMaxSize(8);
  }

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
          []                                                  | 0
          [2147483647, 1]                                     | {$numberLong: '2147483648'}
          [2147483647, 1, -2]                                 | 2147483646
          [{$numberLong: '1'}, 2]                             | {$numberLong: '3'}
          [{$numberLong: '9223372036854775807'}, 1]           | 9.223372036854775807e18
          [{$numberLong: '9223372036854775807'}, 1, -1]       | {$numberLong: '9223372036854775807'}
          [{$numberLong: '-9223372036854775808'}]             | {$numberLong: '-9223372036854775808'}
          [{$numberLong: '-9223372036854775808'}, -1]         | -9.223372036854775808e18
          [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]  | 1.0
          [1e100, 1.0, -1e100]                                | 0.0
          [1, 2.5]                                            | 3.5
          [2.5, {$numberDecimal: '3.5'}]                      | {$numberDecimal: '6.0'}
          [{$numberDecimal: '1.100'}, {$numberDecimal: '2.20'}] | {$numberDecimal: '3.300'}
          [{$numberLong: '9223372036854775807'}, {$numberDecimal: '1'}] | {$numberDecimal: '9223372036854775808'}
          [{$numberDouble: 'Infinity'}, {$numberDouble: '-Infinity'}] | {$numberDouble: 'NaN'}
          [{$numberDouble: 'Infinity'}, {$numberDecimal: '5'}] | {$numberDecimal: 'Infinity'}
          [{$numberDouble: 'NaN'}, {$numberDecimal: '5'}]     | {$numberDecimal: 'NaN'}
          [1.7976931348623157e308, 1.7976931348623157e308]    | {$numberDouble: 'Infinity'}
          [-0.0]                                              | 0.0
          """)
  void totalsAreAsTheServerGivesThem(String inputs, String expected) {
    NumberSum sum = new NumberSum();
    BsonDocument parsed = BsonDocument.parse("{i: " + inputs + ", e: [" + expected + "]}");
    parsed.getArray("i").forEach(sum::add);
    NumbersTest.requireSame(parsed.getArray("e").get(0), sum.total());
  }

  @Property
  void wholeNumbersAreSummedExactly(@ForAll("longs") List<Long> longs) {
    NumberSum sum = new NumberSum();
    BigInteger exact = BigInteger.ZERO;
    for (long value : longs) {
      sum.add(new BsonInt64(value));
      exact = exact.add(BigInteger.valueOf(value));
    }
    BsonValue total = sum.total();
    if (exact.bitLength() < 64) {
      assertEquals(exact.longValueExact(), total.asNumber().longValue());
    } else {
      double nearest = exact.doubleValue();
      assertEquals(nearest, total.asDouble().getValue(), Math.ulp(nearest));
    }
  }

  @Property
  void removedNumbersLeaveNoTrace(@ForAll int kept, @ForAll("numbers") BsonValue removed) {
    NumberSum sum = new NumberSum();
    sum.add(removed);
    sum.add(new BsonInt32(kept));
    sum.remove(removed);
    BsonValue total = sum.total();
    // A great double or decimal swallows the digits of the other; its type and NaN must go.
    assertEquals(true, total.isInt32() || total.isDouble());
    assertEquals(false, Numbers.isNaN(total));
  }

  @Test
  void sumsCanBeAddedUp() {
    NumberSum a = new NumberSum();
    NumberSum b = new NumberSum();
    a.add(new BsonInt64(Long.MAX_VALUE));
    b.add(new BsonInt64(Long.MAX_VALUE));
    b.add(new BsonInt64(-5));
    a.add(b);
    assertEquals(
        new BigDecimal(
            BigInteger.valueOf(Long.MAX_VALUE).shiftLeft(1).subtract(BigInteger.valueOf(5))),
        DecimalMath.toBigDecimal(a.toDecimal()));
  }

  @Test
  void averagesAreDoublesOrDecimals() {
    NumberSum sum = new NumberSum();
    sum.add(new BsonInt32(1));
    sum.add(new BsonInt32(2));
    assertEquals(new BsonDouble(1.5), sum.average(2));
    NumberSum ends = new NumberSum();
    ends.add(new BsonInt64(Long.MAX_VALUE));
    ends.add(new BsonInt64(Long.MIN_VALUE));
    assertEquals(new BsonDouble(0), ends.average(2));
    assertEquals(new BsonInt64(-1), ends.total());
    NumberSum decimals = new NumberSum();
    decimals.add(new BsonInt32(10));
    decimals.add(new org.bson.BsonDecimal128(DecimalMath.of(20)));
    assertEquals(new org.bson.BsonDecimal128(DecimalMath.of(15)), decimals.average(2));
  }
}
