package dev.meerkat.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.BsonBytes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BsonOrderTest {
  private static final BsonOrder ORDER = BsonOrder.SIMPLE;

  @Provide
  Arbitrary<BsonValue> values() {
    return ValueSamples.values();
  }

  @Provide
  Arbitrary<BsonValue> numbers() {
    return ValueSamples.numbers();
  }

  @Test
  void typesAreInMongoDbsOrder() {
    BsonDocument ascending =
        BsonDocument.parse(
            """
            {a: {$minKey: 1}, b: {$undefined: true}, c: null, d: 5, e: "x", f: {}, g: [],
             h: {$binary: {base64: "", subType: "00"}}, i: {$oid: "000000000000000000000000"},
             j: false, k: {$date: 0}, l: {$timestamp: {t: 0, i: 0}},
             m: {$regularExpression: {pattern: "", options: ""}},
             o: {$code: ""}, p: {$code: "", $scope: {}}, q: {$maxKey: 1}}
            """);
    List<BsonValue> values = new ArrayList<>(ascending.values());
    values.add(13, new BsonDbPointer("a", new ObjectId()));
    for (int i = 0; i < values.size(); i++) {
      for (int j = 0; j < values.size(); j++) {
        assertEquals(Integer.compare(i, j), order(values.get(i), values.get(j)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {$numberLong: "9007199254740993"}    | 9007199254740992.0                         | 1
          {$numberLong: "9223372036854775807"} | {$numberDouble: "9.223372036854775807E18"} | -1
          {$numberDecimal: "0.1"}              | 0.1                                        | -1
          {$numberDecimal: "1.00"}             | 1                                          | 0
          {$numberDouble: "NaN"}               | {$numberDecimal: "NaN"}                    | 0
          {$numberDouble: "NaN"}               | {$numberDecimal: "-Infinity"}              | -1
          {$numberDouble: "-0.0"}              | 0                                          | 0
          {$numberDecimal: "1E400"}            | {$numberDouble: "1.7976931348623157E308"}  | 1
          {$numberDecimal: "Infinity"}         | {$numberDouble: "Infinity"}                | 0
          {$symbol: "a"}                       | "a"                                        | 0
          {a: 1, b: 1}                         | {a: 1}                                     | 1
          {b: 1}                               | {a: "x"}                                   | -1
          {b: 1}                               | {a: 2}                                     | 1
          [1, 2]                               | [1, 3]                                     | -1
          [1]                                  | [1, 0]                                     | -1
          {$binary: {base64: "AAA=", subType: "00"}} | {$binary: {base64: "/w==", subType: "05"}} | 1
          {$binary: {base64: "AA==", subType: "05"}} | {$binary: {base64: "/w==", subType: "00"}} | 1
          {$timestamp: {t: 4294967295, i: 1}}  | {$timestamp: {t: 1, i: 1}}                 | 1
          "\uFFFF"                             | "\uD83D\uDE00"                             | -1
          """)
  void pairsAreOrderedAsTheServerOrdersThem(String a, String b, int expected) {
    assertEquals(expected, order(parse(a), parse(b)));
    assertEquals(-expected, order(parse(b), parse(a)));
  }

  @Test
  void missingEqualsUndefinedAndIsBelowNull() {
    byte[] nothing = {};
    assertEquals(0, ORDER.compare(BsonBytes.END, nothing, 0, BsonBytes.UNDEFINED, nothing, 0));
    assertTrue(ORDER.compare(null, BsonNull.VALUE) < 0);
    assertTrue(ORDER.compare(BsonBytes.END, nothing, 0, BsonBytes.NULL, nothing, 0) < 0);
  }

  @Test
  void regexOptionsAreComparedAsASet() {
    byte[] a = ValueSamples.alone(new org.bson.BsonRegularExpression("a", "im"));
    byte[] b = a.clone();
    b[8] = 'm';
    b[9] = 'i';
    assertEquals(0, bytes(a, b));
    assertEquals(hash(a), hash(b));
  }

  @Property(tries = 10_000)
  void bytesAndObjectsAgree(@ForAll("values") BsonValue a, @ForAll("values") BsonValue b) {
    byte[] bytesA = ValueSamples.alone(a);
    byte[] bytesB = ValueSamples.alone(b);
    assertEquals(Integer.signum(ORDER.compare(a, b)), bytes(bytesA, bytesB));
    assertEquals(ORDER.hash(a), hash(bytesA));
  }

  @Property(tries = 10_000)
  void orderIsTotal(
      @ForAll("values") BsonValue a, @ForAll("values") BsonValue b, @ForAll("values") BsonValue c) {
    requireTotal(a, b, c);
  }

  @Property(tries = 10_000)
  void orderOfNumbersIsTotal(
      @ForAll("numbers") BsonValue a,
      @ForAll("numbers") BsonValue b,
      @ForAll("numbers") BsonValue c) {
    requireTotal(a, b, c);
  }

  private static void requireTotal(BsonValue a, BsonValue b, BsonValue c) {
    int ab = order(a, b);
    assertEquals(0, order(a, a));
    assertEquals(-ab, order(b, a));
    if (ab == 0) {
      assertEquals(ORDER.hash(a), ORDER.hash(b));
      assertEquals(order(a, c), order(b, c));
    } else if (ab == order(b, c)) {
      assertEquals(ab, order(a, c));
    }
  }

  @Property(tries = 10_000)
  void finiteNumbersAreOrderedByTheirExactValue(
      @ForAll("numbers") BsonValue a, @ForAll("numbers") BsonValue b) {
    if (isFinite(a) && isFinite(b)) {
      assertEquals(exact(a).compareTo(exact(b)), order(a, b));
    }
  }

  @Test
  void hashSpreadsNeighbours() {
    assertNotEquals(ORDER.hash(new BsonInt64(1L << 60)), ORDER.hash(new BsonInt64((1L << 60) + 1)));
  }

  private static boolean isFinite(BsonValue number) {
    return number.isDecimal128()
        ? DecimalMath.isFinite(number.asDecimal128().getValue())
        : Double.isFinite(number.asNumber().doubleValue());
  }

  /** By way of BigDecimal, which the code under test avoids where it can. */
  private static BigDecimal exact(BsonValue number) {
    return switch (number) {
      case BsonDouble d -> new BigDecimal(d.getValue());
      case org.bson.BsonDecimal128 d -> exact(d.getValue());
      default -> BigDecimal.valueOf(number.asNumber().longValue());
    };
  }

  private static BigDecimal exact(Decimal128 value) {
    if (!Decimals.isCanonical(value.getHigh(), value.getLow())) {
      return BigDecimal.ZERO;
    }
    return new BigDecimal(value.toString());
  }

  private static BsonValue parse(String json) {
    return BsonDocument.parse("{v: [" + json + "]}").getArray("v").get(0);
  }

  private static int order(BsonValue a, BsonValue b) {
    return bytes(ValueSamples.alone(a), ValueSamples.alone(b));
  }

  private static int bytes(byte[] a, byte[] b) {
    return Integer.signum(ORDER.compare(a[4], a, 6, b[4], b, 6));
  }

  private static int hash(byte[] a) {
    return ORDER.hash(a[4], a, 6);
  }
}
