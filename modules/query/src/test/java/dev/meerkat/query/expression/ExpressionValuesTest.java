package dev.meerkat.query.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ServerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of expressions, each with its exact type. */
final class ExpressionValuesTest {
  private static final String DOCUMENT =
      """
      {n: 5, l: {$numberLong: "7"}, f: 2.5, s: "Hello wörld", t: true, z: null,
       a: [3, 1, 2], o: {x: 1, y: {z: 2}}, p: [{q: 1}, {q: 2}],
       d: {$date: "2024-02-29T13:14:15.678Z"}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          '"$n"' => 5
          '"$o.y.z"' => 2
          '"$p.q"' => [1, 2]
          '"$a.0"' => []
          '{$add: [2147483647, 1]}' => {$numberLong: "2147483648"}
          '{$add: ["$d", 1000]}' => {$date: "2024-02-29T13:14:16.678Z"}
          '{$subtract: ["$f", "$n"]}' => -2.5
          '{$multiply: ["$n", "$l"]}' => {$numberLong: "35"}
          '{$divide: [10, 4]}' => 2.5
          '{$mod: [-7, 3]}' => -1
          '{$abs: {$numberInt: "-2147483648"}}' => {$numberLong: "2147483648"}
          '{$pow: [2, 31]}' => {$numberLong: "2147483648"}
          '{$round: [2.5]}' => 2.0
          '{$trunc: [1234, -2]}' => 1200
          '{$ceil: {$numberDecimal: "1.2"}}' => {$numberDecimal: "2"}
          '{$sqrt: 16}' => 4.0
          '{$cmp: ["$missing", null]}' => -1
          '{$eq: [1, 1.0]}' => true
          '{$and: []}' => true
          '{$or: [0, "$t"]}' => true
          '{$not: ["$z"]}' => true
          '{$cond: ["$t", "y", "n"]}' => "y"
          '{$ifNull: ["$missing", "$z", 3]}' => 3
          '{$switch: {branches: [{case: false, then: 1}], default: 9}}' => 9
          '{$concat: ["a", "$s"]}' => "aHello wörld"
          '{$toUpper: "$s"}' => "HELLO WöRLD"
          '{$strLenBytes: "$s"}' => 12
          '{$strLenCP: "$s"}' => 11
          '{$substrCP: ["$s", 6, 2]}' => "wö"
          '{$indexOfCP: ["$s", "r"]}' => 8
          '{$split: ["a-b-c", "-"]}' => ["a", "b", "c"]
          '{$trim: {input: "  x "}}' => "x"
          '{$regexMatch: {input: "$s", regex: "^h", options: "i"}}' => true
          '{$regexFind: {input: "$s", regex: "w(.)"}}' => {match: "wö", idx: 6, captures: ["ö"]}
          '{$regexFind: {input: "fööbar", regex: "f.*?\\\\Kbar"}}' => {match: "bar", idx: 3, captures: []}
          '{$regexFindAll: {input: "axbc", regex: "(a)?.(?(1)b|c)"}}' => [{match: "axb", idx: 0, captures: ["a"]}]
          '{$replaceAll: {input: "aXbX", find: "X", replacement: "-"}}' => "a-b-"
          '{$arrayElemAt: ["$a", -1]}' => 2
          '{$slice: ["$a", 1, 1]}' => [1]
          '{$filter: {input: "$a", cond: {$gt: ["$$this", 1]}}}' => [3, 2]
          '{$map: {input: "$a", as: "e", in: {$add: ["$$e", "$n"]}}}' => [8, 6, 7]
          '{$reduce: {input: "$a", initialValue: 0, in: {$add: ["$$value", "$$this"]}}}' => 6
          '{$range: [0, 5, 2]}' => [0, 2, 4]
          '{$zip: {inputs: [[1, 2], ["a"]], useLongestLength: true}}' => [[1, "a"], [2, null]]
          '{$sortArray: {input: "$a", sortBy: -1}}' => [3, 2, 1]
          '{$indexOfArray: ["$a", 2]}' => 2
          '{$arrayToObject: [[["k", 1]]]}' => {k: 1}
          '{$objectToArray: {k: 1}}' => [{k: "k", v: 1}]
          '{$setUnion: [[1, 2], [2.0, 3]]}' => [1, 2, 3]
          '{$setDifference: [[1, 2], [2]]}' => [1]
          '{$mergeObjects: [{a: 1}, null, {b: 2}]}' => {a: 1, b: 2}
          '{$getField: {field: "x", input: "$o"}}' => 1
          '{$setField: {field: "a.b", input: {}, value: 1}}' => {"a.b": 1}
          '{$round: [{$numberDecimal: "1.123456789012345678901234567890123"}, 99]}' => {$numberDecimal: "1.123456789012345678901234567890123"}
          '{$sum: [{$numberDecimal: "-NaN"}, 1]}' => {$numberDecimal: "-NaN"}
          '{$regexFindAll: {input: "abc", regex: null, options: "z"}}' => []
          '{$type: "$missing"}' => "missing"
          '{$toHashedIndexKey: "string to hash"}' => {$numberLong: "763543691661428748"}
          '{$toDecimal: "1.00000000000000000000000000000000099999"}' => {$numberDecimal: "1.000000000000000000000000000000000"}
          '{$avg: [{$numberLong: "9223372036854775807"}, {$numberLong: "-9223372036854775808"}]}' => 0.0
          '{$sortArray: {input: {$literal: [{"$a": 2}, {"$a": 1}]}, sortBy: {"$a": 1}}}' => [{"$a": 1}, {"$a": 2}]
          '{$dateTrunc: {date: {$date: "2021-03-20T11:30:05Z"}, unit: "day", startOfWeek: null}}' => {$date: "2021-03-20T00:00:00Z"}
          '{$dateTrunc: {date: "$d", unit: "day", startOfWeek: null}}' => null
          '{$year: {date: null, timezone: "nowhere"}}' => null
          '{$dateFromParts: {hour: null, year: "x"}}' => null
          '{$toInt: "-12"}' => -12
          '{$toDecimal: 2.5}' => {$numberDecimal: "2.50000000000000"}
          '{$toString: 1e21}' => "1e+21"
          '{$convert: {input: "x", to: "int", onError: "no"}}' => "no"
          '{$year: "$d"}' => 2024
          '{$hour: {date: "$d", timezone: "America/New_York"}}' => 8
          '{$isoWeekYear: "$d"}' => {$numberLong: "2024"}
          '{$dateToString: {date: "$d", format: "%Y-%m-%d"}}' => "2024-02-29"
          '{$dateAdd: {startDate: "$d", unit: "year", amount: 1}}' => {$date: "2025-02-28T13:14:15.678Z"}
          '{$dateTrunc: {date: "$d", unit: "month"}}' => {$date: "2024-02-01T00:00:00Z"}
          '{$dateFromParts: {year: 2024, month: 14}}' => {$date: "2025-02-01T00:00:00Z"}
          '{$bitAnd: [6, 3]}' => 2
          '{$dateFromString: {dateString: "WED jan 31 12:05:28 +03:30 1996"}}' => {$date: "1996-01-31T08:35:28Z"}
          '{$dateFromString: {dateString: "Jan 31 12:05:28 1996"}}' => {$date: "1996-01-31T12:05:28Z"}
          '{$sum: "$a"}' => 6
          '{$avg: [1, 2]}' => 1.5
          '{$maxN: {n: 2, input: "$a"}}' => [3, 2]
          '{$let: {vars: {x: 2}, in: {$multiply: ["$$x", "$n"]}}}' => 10
          '{$sin: 0}' => 0.0
          '{$sin: {$numberDecimal: "1"}}' => {$numberDecimal: "0.8414709848078965066525023216302990"}
          '{$cos: {$numberDecimal: "1E+20"}}' => {$numberDecimal: "0.7639704044417283004001468027378811"}
          '{$tan: {$numberDecimal: "1"}}' => {$numberDecimal: "1.557407724654902230506974807458360"}
          '{$asin: {$numberDecimal: "1"}}' => {$numberDecimal: "1.570796326794896619231321691639751"}
          '{$acos: {$numberDecimal: "-1"}}' => {$numberDecimal: "3.141592653589793238462643383279503"}
          '{$atan: {$numberDecimal: "-Infinity"}}' => {$numberDecimal: "-1.570796326794896619231321691639751"}
          '{$atan2: [{$numberDecimal: "1"}, -1]}' => {$numberDecimal: "2.356194490192344928846982537459627"}
          '{$sinh: {$numberDecimal: "1"}}' => {$numberDecimal: "1.175201193643801456882381850595601"}
          '{$cosh: {$numberDecimal: "1"}}' => {$numberDecimal: "1.543080634815243778477905620757062"}
          '{$tanh: {$numberDecimal: "1"}}' => {$numberDecimal: "0.7615941559557648881194582826047936"}
          '{$asinh: {$numberDecimal: "1"}}' => {$numberDecimal: "0.8813735870195430252326093249797923"}
          '{$acosh: {$numberDecimal: "2"}}' => {$numberDecimal: "1.316957896924816708625046347307968"}
          '{$atanh: {$numberDecimal: "0.5"}}' => {$numberDecimal: "0.5493061443340548456976226184612629"}
          '{$indexOfCP: ["abc", "", 3]}' => -1
          '{$indexOfCP: ["hello", "lo", 0, 4]}' => 3
          '{$indexOfBytes: ["abc", "", 3]}' => 3
          '{x: "$n", y: "$missing"}' => {x: 5}
          '["$n", "$missing"]' => [5, null]
          """)
  void anExpressionHasItsValueAndType(String expression, String expected) {
    assertEquals(
        Expressions.value(expected), Expressions.evaluate(expression, DOCUMENT), expression);
  }

  @Test
  void whatIsRemovedOrOutOfRangeIsMissing() {
    assertNull(Expressions.evaluate("\"$$REMOVE\"", DOCUMENT));
    assertNull(Expressions.evaluate("{$arrayElemAt: [\"$a\", 9]}", DOCUMENT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          '"$"' => 16872
          '"$a."' => 40353
          '"$$nope"' => 17276
          '{$abs: []}' => 16020
          '{$abs: "x"}' => 28765
          '{$add: [{$date: 0}, {$date: 0}]}' => 16612
          '{$divide: [1, 0]}' => 2
          '{$ifNull: [1]}' => 1257300
          '{$concat: [1]}' => 16702
          '{$substrCP: ["a", -1, 1]}' => 34455
          '{$regexMatch: {input: "a", regex: "("}}' => 51111
          '{$regexMatch: {input: "a", regex: {$regularExpression: {pattern: "a", options: "i"}}, options: ""}}' => 51107
          '{$setField: {field: "x"}}' => 4161103
          '{$encStrStartsWith: {input: "$a", prefix: "x"}}' => 10111803
          '{$encStrContains: {input: "$a"}}' => 40414
          '{$encStrEndsWith: {input: "a", suffix: "x"}}' => 16873
          '{$dateDiff: {startDate: "$gone", endDate: "$gone", unit: "day", startOfWeek: "x"}}' => 5439016
          '{$year: {date: "$gone", timezone: "nowhere"}}' => 40485
          '{$log: [{$numberDouble: "NaN"}, 1]}' => 28759
          '{$pow: [{$numberDecimal: "0"}, {$numberDecimal: "-0"}]}' => 28764
          '{$atan2: ["x", null]}' => 51044
          '{$acos: {$numberDecimal: "1.0000000000000000000000000001"}}' => 50989
          '{$function: {body: "f", args: [], lang: "js"}}' => 31264
          '{$function: {body: "f", args: [], lang: "py"}}' => 31419
          '{$setIsSubset: ["$a", "x"]}' => 17311
          '{$indexOfArray: ["x", "$a"]}' => 50809
          '{$bitNot: "x"}' => 28765
          '{$regexFind: {input: "ab", regex: "(?R)"}}' => 51111
          '{$lt: [{$toDate: {$literal: 0}}, "$$gone"]}' => 17276
          '{$lt: [{$toDate: {$literal: 0}}, 1]}' => 241
          '{$setField: {field: {}, input: {}, value: 1}}' => 4161107
          '{$size: 1}' => 17124
          '{$filter: {input: []}}' => 28650
          '{$range: [0, 1, 0]}' => 34449
          '{$setUnion: [1]}' => 17043
          '{$toInt: "1.5"}' => 241
          '{$convert: {input: 1, to: "nope"}}' => 2
          '{$year: "x"}' => 16006
          '{$dateToString: {date: {$date: 0}, format: "%Q"}}' => 18536
          '{$switch: {branches: []}}' => 40068
          '{$literal: 1, $add: []}' => 15983
          """)
  void aWrongExpressionIsRefusedWithItsCode(String expression, int code) {
    ServerException refusal =
        assertThrows(
            ServerException.class, () -> Expressions.evaluate(expression, DOCUMENT), expression);
    assertEquals(code, refusal.code().number(), expression);
  }
}
