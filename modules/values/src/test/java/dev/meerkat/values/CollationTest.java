package dev.meerkat.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CollationTest {
  private static final Collation CASELESS = parse("{locale: 'en', strength: 2}");

  @Provide
  Arbitrary<BsonValue> values() {
    return ValueSamples.values();
  }

  @Provide
  Arbitrary<String> strings() {
    return ValueSamples.strings();
  }

  @Test
  void allOptionsAreSpelledOut() {
    assertEquals(
        BsonDocument.parse(
            """
            {locale: "en", caseLevel: false, caseFirst: "off", strength: 3,
             numericOrdering: false, alternate: "non-ignorable", maxVariable: "punct",
             normalization: false, backwards: false, version: "57.1"}
            """),
        parse("{locale: 'en'}").toBson());
  }

  @Test
  void givenOptionsAreKept() {
    BsonDocument all =
        BsonDocument.parse(
            """
            {locale: "de@collation=phonebook", caseLevel: true, caseFirst: "lower", strength: 5,
             numericOrdering: true, alternate: "shifted", maxVariable: "space",
             normalization: true, backwards: true, version: "57.1"}
            """);
    assertEquals(all, Collation.parse(all).toBson());
    assertEquals(Collation.parse(all), Collation.parse(Collation.parse(all).toBson()));
  }

  @Test
  void simpleIsTheOrderOfBytes() {
    Collation simple = parse("{locale: 'simple'}");
    assertSame(Collation.SIMPLE, simple);
    assertEquals(BsonDocument.parse("{locale: 'simple'}"), simple.toBson());
    assertSame(BsonOrder.SIMPLE, simple.order());
  }

  @ParameterizedTest
  @CsvSource({
    "fr_CA,backwards,true",
    "da,caseFirst,upper",
    "th,alternate,shifted",
    "vi,normalization,true"
  })
  void theLanguageGivesItsOwnDefaults(String locale, String option, String value) {
    String json = parse("{locale: '" + locale + "'}").toBson().toJson();
    assertTrue(json.replace("\"", "").contains(option + ": " + value), json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                  | 40414
          {locale: null}                                      | 40414
          {locale: 1}                                         | 14
          {locale: ""}                                        | 2
          {locale: "xx"}                                      | 2
          {locale: "en_XX"}                                   | 2
          {locale: "EN"}                                      | 2
          {locale: "invalid_locale_xyz"}                      | 2
          {locale: "en", strength: 0}                         | 2
          {locale: "en", strength: 6}                         | 2
          {locale: "en", strength: {$numberDouble: "NaN"}}    | 2
          {locale: "en", strength: {$numberDecimal: "5.5"}}   | 2
          {locale: "en", strength: "3"}                       | 14
          {locale: "en", strength: true}                      | 14
          {locale: "en", caseLevel: 1}                        | 14
          {locale: "en", backwards: null}                     | 14
          {locale: "en", caseFirst: "invalid"}                | 2
          {locale: "en", caseFirst: "upper", strength: 2}     | 2
          {locale: "en", backwards: true, strength: 1}        | 2
          {locale: "en", alternate: 1}                        | 14
          {locale: "en", maxVariable: "x"}                    | 2
          {locale: "en", version: 57}                         | 14
          {locale: "en", version: "58"}                       | 161
          {locale: "en", Strength: 3}                         | 40415
          """)
  void faultyDocumentsAreRefusedWithTheServersCode(String json, int code) {
    ServerException refusal = assertThrows(ServerException.class, () -> parse(json));
    assertEquals(code, refusal.code().number());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{locale: 'en_US'}",
        "{locale: 'en_US_POSIX'}",
        "{locale: 'zh_Hant'}",
        "{locale: 'sr_Latn'}",
        "{locale: 'sv@collation=standard'}",
        "{locale: 'de_AT@collation=phonebook'}",
        "{locale: 'en', strength: 2.9}",
        "{locale: 'en', strength: {$numberDecimal: '2.5'}}",
        "{locale: 'en', strength: null, caseLevel: null, caseFirst: null}",
        "{locale: 'en', strength: 1, caseLevel: true, caseFirst: 'upper'}"
      })
  void properDocumentsAreAccepted(String json) {
    Collation collation = parse(json);
    assertEquals(collation, Collation.parse(collation.toBson()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {locale: 'en'}                                  | a    | B    | -1
          {locale: 'en'}                                  | a    | A    | -1
          {locale: 'en', caseFirst: 'upper'}              | a    | A    | 1
          {locale: 'en', strength: 2}                     | a    | A    | 0
          {locale: 'en', strength: 2}                     | e    | é    | -1
          {locale: 'en', strength: 1}                     | e    | é    | 0
          {locale: 'en', strength: 1, caseLevel: true}    | e    | É    | -1
          {locale: 'en', numericOrdering: true}           | a10  | a9   | 1
          {locale: 'en'}                                  | a10  | a9   | -1
          {locale: 'en', alternate: 'shifted'}            | a-b  | ab   | 0
          {locale: 'en', alternate: 'shifted', maxVariable: 'space'} | a-b | ab | -1
          {locale: 'sv'}                                  | ä    | z    | 1
          {locale: 'en'}                                  | ä    | z    | -1
          {locale: 'fr', backwards: true}                 | coté | côte | 1
          {locale: 'fr'}                                  | coté | côte | -1
          {locale: 'ja', strength: 3}                     | あ   | ア   | 0
          {locale: 'ja', strength: 4}                     | あ   | ア   | -1
          {locale: 'de@collation=phonebook'}              | ä    | af   | -1
          {locale: 'de'}                                  | ä    | af   | -1
          """)
  void stringsFollowTheLanguage(String json, String a, String b, int expected) {
    ValueOrder order = parse(json).order();
    assertEquals(expected, Integer.signum(order.compare(new BsonString(a), new BsonString(b))));
    assertEquals(-expected, Integer.signum(order.compare(new BsonSymbol(b), new BsonString(a))));
    if (expected == 0) {
      assertEquals(order.hash(new BsonString(a)), order.hash(new BsonString(b)));
    }
  }

  @Test
  void nestedStringsFollowTheLanguageButNamesDoNot() {
    ValueOrder order = CASELESS.order();
    assertEquals(
        0, order.compare(BsonDocument.parse("{a: ['X']}"), BsonDocument.parse("{a: ['x']}")));
    assertNotEquals(0, order.compare(BsonDocument.parse("{a: 1}"), BsonDocument.parse("{A: 1}")));
  }

  @Property(tries = 3000)
  void bytesAndObjectsAgree(@ForAll("values") BsonValue a, @ForAll("values") BsonValue b) {
    ValueOrder order = CASELESS.order();
    byte[] bytesA = ValueSamples.alone(a);
    byte[] bytesB = ValueSamples.alone(b);
    int expected = Integer.signum(order.compare(a, b));
    assertEquals(
        expected, Integer.signum(order.compare(bytesA[4], bytesA, 6, bytesB[4], bytesB, 6)));
    assertEquals(order.hash(a), order.hash(bytesA[4], bytesA, 6));
    if (expected == 0) {
      assertEquals(order.hash(a), order.hash(b));
    }
  }

  @Property(tries = 3000)
  void sortKeysAreInTheOrderOfTheStrings(@ForAll("strings") String a, @ForAll("strings") String b) {
    int order = CASELESS.order().compare(new BsonString(a), new BsonString(b));
    byte[] keyA = CASELESS.sortKey(a);
    byte[] keyB = CASELESS.sortKey(b);
    assertEquals(Integer.signum(order), Integer.signum(Arrays.compareUnsigned(keyA, keyB)));
  }

  @Test
  void ordersAreEqualWhereTheirCollationsAre() {
    Collation same = parse("{strength: 2, locale: 'en', caseLevel: false}");
    assertEquals(CASELESS.order(), same.order());
    assertEquals(CASELESS.order().hashCode(), same.order().hashCode());
    assertNotEquals(CASELESS.order(), parse("{locale: 'en'}").order());
    assertNotEquals(CASELESS.order(), Collation.SIMPLE.order());
  }

  @Test
  void oneCollationServesManyThreads() throws InterruptedException, ExecutionException {
    ValueOrder order = CASELESS.order();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String a = "Straße " + i;
        String b = "STRASSE " + (i + 1);
        int hash = order.hash(new BsonString(b));
        results.add(
            threads.submit(
                () -> {
                  int sum = 0;
                  for (int n = 0; n < 200; n++) {
                    sum += order.compare(new BsonString(a), new BsonString(a + n));
                    sum += order.hash(new BsonString(b)) == hash ? 0 : 1;
                  }
                  return sum;
                }));
      }
      for (Future<Integer> result : results) {
        assertEquals(-200, result.get());
      }
    }
  }

  private static Collation parse(String json) {
    return Collation.parse(BsonDocument.parse(json));
  }
}
