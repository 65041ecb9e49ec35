package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
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

/** Random values of all types, with a liking for the awkward ones. */
final class ValueSamples {
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    0.1,
    0.5,
    1.0,
    1.5,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Math.nextDown(Double.MIN_NORMAL),
    Double.MAX_VALUE,
    0x1p53,
    0x1p53 + 2,
    0x1p62,
    0x1p63,
    Math.nextDown(0x1p63),
    0x1p64,
    1e22,
    1e23,
    123456789.98765433,
    Double.POSITIVE_INFINITY,
    Double.NaN
  };

  private static final long[] LONGS = {
    0,
    1,
    127,
    128,
    255,
    256,
    Integer.MAX_VALUE,
    1L + Integer.MAX_VALUE,
    (1L << 53) - 1,
    1L << 53,
    (1L << 53) + 1,
    (1L << 62) - 1,
    1L << 62,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final String[] DECIMALS = {
    "0",
    "-0",
    "0E-6176",
    "0E+6111",
    "-0E+10",
    "1",
    "1.00",
    "0.1",
    "0.10",
    "0.5",
    "1E-6176",
    "1E+6111",
    "9.999999999999999999999999999999999E+6144",
    "9007199254740993",
    "9007199254740993.000",
    "9007199254740992.5",
    "9223372036854775807",
    "9223372036854775808",
    "9223372036854775807.5",
    "9223372036854775806.999999999999999",
    "18446744073709551616",
    "1E+22",
    "1E+23",
    "4.9E-324",
    "4.940656458412465441765687928682213E-324",
    "4.940656458412465441765687928682214E-324",
    "1.797693134862315708145274237317043E+308",
    "1.797693134862315708145274237317044E+308",
    "0.1000000000000000055511151231257827",
    "0.1000000000000000055511151231257828",
    "1E-400",
    "1E+400",
    "1234567890123456789012345678901234",
    "1.000000000000000000000000000000000",
    "Infinity",
    "NaN"
  };

  private ValueSamples() {}

  static Arbitrary<BsonValue> numbers() {
    Arbitrary<BsonValue> doubles =
        Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                    3, Arbitraries.integers().between(0, DOUBLES.length - 1).map(i -> DOUBLES[i])),
                net.jqwik.api.Tuple.of(2, Arbitraries.longs().map(Double::longBitsToDouble)),
                net.jqwik.api.Tuple.of(
                    2, Arbitraries.integers().between(-1000, 1000).map(i -> i / 8.0)),
                net.jqwik.api.Tuple.of(
                    2, Arbitraries.integers().between(-100000, 100000).map(i -> i / 100.0)))
            .flatMap(d -> Arbitraries.of(d, -d, Math.nextUp(d), Math.nextDown(d)))
            .map(BsonDouble::new);
    Arbitrary<BsonValue> int64s =
        Arbitraries.oneOf(
                Arbitraries.integers().between(0, LONGS.length - 1).map(i -> LONGS[i]),
                Arbitraries.longs())
            .flatMap(l -> Arbitraries.of(l, -l, l + 1, l - 1))
            .map(BsonInt64::new);
    Arbitrary<BsonValue> int32s =
        Arbitraries.oneOf(Arbitraries.integers(), Arbitraries.integers().between(-300, 300))
            .map(BsonInt32::new);
    return Arbitraries.oneOf(List.of(doubles, int64s, int32s, decimals()));
  }

  private static Arbitrary<BsonValue> decimals() {
    Arbitrary<Decimal128> listed =
        Arbitraries.of(DECIMALS)
            .map(Decimal128::parse)
            .flatMap(d -> Arbitraries.of(d, DecimalMath.negate(d)));
    Arbitrary<Decimal128> ofDoubles =
        Arbitraries.integers()
            .between(0, DOUBLES.length - 1)
            .map(i -> DecimalMath.exactly(DOUBLES[i]));
    Arbitrary<Decimal128> ofLongs =
        Arbitraries.integers()
            .between(0, LONGS.length - 1)
            .flatMap(i -> Arbitraries.of("", ".0", ".5", ".000000001").map(s -> LONGS[i] + s))
            .map(Decimal128::parse);
    Arbitrary<Decimal128> prices =
        Arbitraries.integers()
            .between(-100000, 100000)
            .map(i -> DecimalMath.of(BigDecimal.valueOf(i, 2)));
    Arbitrary<Decimal128> any =
        Combinators.combine(
                Arbitraries.longs(), Arbitraries.longs(), Arbitraries.integers().between(0, 68))
            .as(
                (high, low, shift) ->
                    Decimal128.fromIEEE754BIDEncoding(
                        shift < 4 ? high : (high & 0xFFFE_0000_0000_0000L) | (shift % 5),
                        low >>> Math.max(0, shift - 5)));
    return Arbitraries.oneOf(List.of(listed, ofDoubles, ofLongs, prices, any))
        .map(BsonDecimal128::new);
  }

  static Arbitrary<String> strings() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "",
            "a",
            "A",
            "b",
            "ab",
            "a\0",
            "a\0b",
            "\0",
            "é",
            "e\u0301",
            "\uFFFF",
            "\uD83D\uDE00",
            "\u00FF"),
        Arbitraries.strings().withChars("ab\0é\uFFFD").ofMaxLength(4));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of("a", "b", "ab", "", "é");
  }

  private static Arbitrary<BsonValue> plain() {
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(4);
    Arbitrary<ObjectId> ids = Arbitraries.bytes().array(byte[].class).ofSize(12).map(ObjectId::new);
    return Arbitraries.oneOf(
        List.of(
            strings().map(BsonString::new),
            strings().map(BsonSymbol::new),
            strings().map(BsonJavaScript::new),
            Arbitraries.of(new BsonMinKey(), new BsonMaxKey(), BsonNull.VALUE, new BsonUndefined()),
            Arbitraries.of(true, false).map(BsonBoolean::valueOf),
            Combinators.combine(Arbitraries.of((byte) 0, (byte) 2, (byte) 4, (byte) 0x80), bytes)
                .as(BsonBinary::new),
            Arbitraries.integers().between(250, 260).map(n -> new BsonBinary(new byte[n])),
            ids.map(BsonObjectId::new),
            Arbitraries.longs().map(BsonDateTime::new),
            Arbitraries.longs().map(BsonTimestamp::new),
            Combinators.combine(Arbitraries.of("", "a", "ab"), Arbitraries.of("", "i", "mi", "sx"))
                .as(BsonRegularExpression::new),
            Combinators.combine(names(), ids).as(BsonDbPointer::new)));
  }

  static Arbitrary<BsonValue> values() {
    return values(2);
  }

  private static Arbitrary<BsonValue> values(int depth) {
    Arbitrary<BsonValue> leaves =
        Arbitraries.oneOf(
            List.of(numbers(), plain(), strings().map(s -> (BsonValue) new BsonString(s))));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<BsonValue> nested = Arbitraries.lazy(() -> values(depth - 1));
    Arbitrary<BsonDocument> documents =
        Combinators.combine(names(), nested)
            .as(BsonDocument::new)
            .list()
            .ofMaxSize(3)
            .map(
                list -> {
                  BsonDocument all = new BsonDocument();
                  list.forEach(all::putAll);
                  return all;
                });
    Arbitrary<BsonValue> arrays = nested.list().ofMaxSize(3).map(BsonArray::new);
    Arbitrary<BsonValue> code =
        Combinators.combine(strings(), documents).as(BsonJavaScriptWithScope::new);
    return Arbitraries.oneOf(
        List.of(leaves, leaves, leaves, arrays, documents.map(d -> (BsonValue) d), code));
  }

  /** A document whose one value, under the empty name, begins at offset 6 and has its type at 4. */
  static byte[] alone(BsonValue value) {
    return new DocumentBuilder(64).append(BsonBytes.nameBytes(""), value).toBytes();
  }
}
