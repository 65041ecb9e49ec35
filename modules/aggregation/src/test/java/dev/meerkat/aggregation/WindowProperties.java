package dev.meerkat.aggregation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.values.Numbers;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.bson.BsonArray;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/** A window that moved has the value of a window that was made anew of the same documents. */
final class WindowProperties {
  private static final List<String> FUNCTIONS =
      List.of(
          "{$sum: '$v'}",
          "{$avg: '$v'}",
          "{$min: '$v'}",
          "{$max: '$v'}",
          "{$push: '$v'}",
          "{$addToSet: '$v'}",
          "{$count: {}}",
          "{$stdDevPop: '$v'}",
          "{$stdDevSamp: '$v'}",
          "{$covariancePop: ['$v', '$w']}",
          "{$covarianceSamp: ['$v', '$w']}",
          "{$concatArrays: ['$v', '$w']}",
          "{$setUnion: ['$v', '$w']}",
          "{$firstN: {n: 2, input: '$v'}}",
          "{$lastN: {n: 2, input: '$v'}}",
          "{$minN: {n: 2, input: '$v'}}",
          "{$maxN: {n: 2, input: '$v'}}",
          "{$top: {sortBy: {v: 1}, output: '$w'}}",
          "{$bottomN: {n: 3, sortBy: {v: -1}, output: '$w'}}",
          "{$median: {input: '$v', method: 'approximate'}}",
          "{$percentile: {input: '$v', p: [0.2, 0.9], method: 'approximate'}}",
          "{$integral: {input: '$n'}}",
          "{$first: '$v'}",
          "{$last: '$v'}");

  @Property(tries = 400)
  void aMovedWindowEqualsAFreshOne(
      @ForAll("functions") String function,
      @ForAll("documents") List<BsonDocument> documents,
      @ForAll @IntRange(min = -4, max = 4) int lower,
      @ForAll @IntRange(max = 4) int width) {
    int upper = lower + width;
    BsonArray moved = results(function, documents, "{documents: [" + lower + ", " + upper + "]}");
    for (int i = 0; i < documents.size(); i++) {
      int from = Math.clamp(i + lower, 0, documents.size());
      int to = Math.clamp(i + upper + 1, 0, documents.size());
      assertSame(fresh(function, documents.subList(from, to)), moved.get(i), function);
    }
  }

  @Property(tries = 200)
  void aMovedRangeEqualsAFreshOne(
      @ForAll("functions") String function,
      @ForAll("documents") List<BsonDocument> documents,
      @ForAll @IntRange(min = -6, max = 6) int lower,
      @ForAll @IntRange(max = 8) int width) {
    int upper = lower + width;
    BsonArray moved = results(function, documents, "{range: [" + lower + ", " + upper + "]}");
    for (int i = 0; i < documents.size(); i++) {
      int base = documents.get(i).getInt32("x").getValue();
      List<BsonDocument> inside =
          documents.stream()
              .filter(
                  document -> {
                    int x = document.getInt32("x").getValue();
                    return x >= base + lower && x <= base + upper;
                  })
              .toList();
      assertSame(fresh(function, inside), moved.get(i), function);
    }
  }

  /** The function's value for exactly these documents; none of them ever leaves a window. */
  private static BsonValue fresh(String function, List<BsonDocument> documents) {
    return documents.isEmpty()
        ? results(function, List.of(new BsonDocument("x", new BsonInt32(0))), "{documents: [7, 8]}")
            .getFirst()
        : results(function, documents, "{documents: [-1000, 1000]}").getFirst();
  }

  private static BsonArray results(String function, List<BsonDocument> documents, String window) {
    BsonDocument field = BsonDocument.parse(function);
    field.append("window", BsonDocument.parse(window));
    BsonDocument stage =
        new BsonDocument(
            "$setWindowFields",
            new BsonDocument("sortBy", new BsonDocument("x", new BsonInt32(1)))
                .append("output", new BsonDocument("r", field)));
    BsonArray results = new BsonArray();
    for (BsonValue document :
        Pipelines.run(new BsonArray(List.of(stage)), new BsonArray(documents))) {
      BsonValue result = document.asDocument().get("r");
      results.add(result == null ? new BsonString("missing") : result);
    }
    return results;
  }

  /** Doubles may differ by what was rounded away on the way. */
  private static void assertSame(BsonValue expected, BsonValue actual, String function) {
    if (expected.isNumber() && actual.isNumber()) {
      double a = Numbers.toDouble(expected);
      double b = Numbers.toDouble(actual);
      boolean isSame = Double.compare(a, b) == 0 || Math.abs(a - b) <= 1e-6 * (1 + Math.abs(a));
      assertTrue(isSame, function + ": " + expected + " became " + actual);
    } else {
      assertEquals(expected, actual, function);
    }
  }

  @Provide
  Arbitrary<String> functions() {
    return Arbitraries.of(FUNCTIONS);
  }

  /** Documents in the order of x, some of which tie. */
  @Provide
  Arbitrary<List<BsonDocument>> documents() {
    Arbitrary<BsonValue> values =
        Arbitraries.oneOf(
            Arbitraries.integers().between(-9, 9).map(BsonInt32::new),
            Arbitraries.longs().between(-9, 9).map(BsonInt64::new),
            Arbitraries.doubles().between(-9, 9).map(BsonDouble::new),
            Arbitraries.integers()
                .between(-9, 9)
                .map(value -> new BsonDecimal128(new Decimal128(value))),
            Arbitraries.of(
                BsonNull.VALUE,
                new BsonString("text"),
                new BsonDouble(Double.POSITIVE_INFINITY),
                new BsonDouble(Double.NEGATIVE_INFINITY),
                new BsonDouble(Double.NaN)));
    Arbitrary<BsonDocument> document =
        Arbitraries.integers()
            .between(0, 3)
            .flatMap(
                step ->
                    values.flatMap(
                        v ->
                            values.map(
                                w ->
                                    new BsonDocument("step", new BsonInt32(step))
                                        .append("v", v)
                                        .append("w", w))));
    return document
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(
            list -> {
              int x = 0;
              for (BsonDocument each : list) {
                x += each.getInt32("step").getValue();
                each.append("x", new BsonInt32(x)).append("n", new BsonInt32(x % 5));
              }
              return list;
            });
  }
}
