package dev.meerkat.spectests.unified;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.ConnectionString;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How values are held against what a test expects. */
final class ValueMatcherTest {
  private final Entities entities =
      new Entities(new Deployment(new ConnectionString("mongodb://127.0.0.1/"), "single", 27));
  private final ValueMatcher matcher = new ValueMatcher(entities);

  @Test
  void documentsAtTheRootMayHaveMoreFieldsAndNestedOnesMayNot() {
    matches("{a: 1}", "{a: 1, b: 2}");
    differs("{a: 1, b: 2}", "{a: 1}");
    differs("{a: {b: 1}}", "{a: {b: 1, c: 2}}");
    differs("{a: [{b: 1}]}", "{a: [{b: 1, c: 2}]}");
  }

  @Test
  void anArrayIsAnArrayOfRootsWhereItIsTheResult() {
    matches("{r: [{b: 1}]}", "{r: [{b: 1, c: 2}]}", "r");
    differs("{r: [{b: 1}, {b: 2}]}", "{r: [{b: 1}]}", "r");
    differs("{r: [{a: {b: 1}}]}", "{r: [{a: {b: 1, c: 2}}]}", "r");
  }

  @Test
  void nothingIsLeftOpenOfWhatIsStored() {
    BsonArray expected = array("{r: [{_id: 1}]}");
    assertDoesNotThrow(() -> matcher.matchStored(expected, array("{r: [{_id: 1}]}"), "stored"));
    assertThrows(
        TestFailure.class,
        () -> matcher.matchStored(expected, array("{r: [{_id: 1, x: 2}]}"), "stored"));
  }

  @Test
  void numbersMatchByValueAndOtherTypesDoNot() {
    matches("{a: 1}", "{a: {$numberLong: '1'}}");
    matches("{a: {$numberLong: '2'}}", "{a: 2.0}");
    differs("{a: 1}", "{a: 2}");
    differs("{a: 1}", "{a: '1'}");
    differs("{a: 1}", "{a: true}");
    differs("{a: null}", "{}");
  }

  @Test
  void orderOfFieldsIsFreeAndOrderOfElementsIsNot() {
    matches("{a: {b: 1, c: 2}}", "{a: {c: 2, b: 1}}");
    differs("{a: [1, 2]}", "{a: [2, 1]}");
  }

  @Test
  void existsAsksForPresenceEvenOfNull() {
    matches("{a: {$$exists: true}}", "{a: null}");
    differs("{a: {$$exists: true}}", "{}");
    matches("{a: {$$exists: false}}", "{}");
    differs("{a: {$$exists: false}}", "{a: 1}");
    matches("{a: {b: {$$exists: false}}}", "{a: {}}");
  }

  @Test
  void unsetOrMatchesTakesWhatIsMissing() {
    matches("{a: {$$unsetOrMatches: 1}}", "{}");
    matches("{a: {$$unsetOrMatches: 1}}", "{a: 1}");
    differs("{a: {$$unsetOrMatches: 1}}", "{a: 2}");
    matches("{a: {$$unsetOrMatches: {b: {$$exists: true}}}}", "{a: {b: 3}}");
  }

  @Test
  void typeKnowsAliasesAndLists() {
    matches("{a: {$$type: 'int'}}", "{a: 1}");
    differs("{a: {$$type: 'long'}}", "{a: 1}");
    matches("{a: {$$type: ['string', 'number']}}", "{a: 1.5}");
    matches("{a: {$$type: 'binData'}}", "{a: {$binary: {base64: 'AA==', subType: '00'}}}");
    matches("{a: {$$type: 'objectId'}}", "{a: {$oid: '000000000000000000000001'}}");
    differs("{a: {$$type: 'string'}}", "{}");
  }

  @Test
  void lteComparesNumbers() {
    matches("{a: {$$lte: 5}}", "{a: 5}");
    differs("{a: {$$lte: 5}}", "{a: 6}");
    differs("{a: {$$lte: 5}}", "{}");
  }

  @Test
  void hexBytesAreThoseOfABinary() {
    matches("{a: {$$matchesHexBytes: '00ff'}}", "{a: {$binary: {base64: 'AP8=', subType: '00'}}}");
    differs("{a: {$$matchesHexBytes: '00fe'}}", "{a: {$binary: {base64: 'AP8=', subType: '00'}}}");
  }

  @Test
  void entitiesAreHeldAgainstByName() {
    entities.put("kept", BsonDocument.parse("{x: {y: 1}}"));
    matches("{a: {$$matchesEntity: 'kept'}}", "{a: {x: {y: 1}}}");
    differs("{a: {$$matchesEntity: 'kept'}}", "{a: {x: {y: 2}}}");
    differs("{a: {$$matchesEntity: 'unknown'}}", "{a: 1}");
  }

  @Test
  void textMatchesAsADocument() {
    matches("{a: {$$matchAsDocument: {b: 1}}}", "{a: '{\"b\": 1}'}");
    differs("{a: {$$matchAsDocument: {b: 1}}}", "{a: '{\"b\": 1, \"c\": 2}'}");
    matches("{a: {$$matchAsDocument: {$$matchAsRoot: {b: 1}}}}", "{a: '{\"b\": 1, \"c\": 2}'}");
    differs("{a: {$$matchAsDocument: {b: 1}}}", "{a: 'no json'}");
    differs("{a: {$$matchAsDocument: {b: 1}}}", "{a: '[1]'}");
  }

  @Test
  void aNestedDocumentMayMatchAsRoot() {
    matches("{a: {$$matchAsRoot: {b: 1}}}", "{a: {b: 1, c: 2}}");
    differs("{a: {$$matchAsRoot: {b: 1}}}", "{a: {c: 2}}");
  }

  @Test
  void anUnknownOperatorFails() {
    differs("{a: {$$unknown: 1}}", "{a: 1}");
  }

  @Test
  void failuresSayWhere() {
    TestFailure failure =
        assertThrows(
            TestFailure.class,
            () ->
                matcher.match(
                    BsonDocument.parse("{a: [{b: 1}]}"),
                    BsonDocument.parse("{a: [{b: 2}]}"),
                    "find"));
    assertTrue(String.valueOf(failure.getMessage()).startsWith("find.a[0].b: "));
  }

  @Test
  void aMissingResultMatchesOnlyWhatAllowsIt() {
    assertDoesNotThrow(
        () -> matcher.match(BsonDocument.parse("{$$unsetOrMatches: 1}"), null, "result"));
    assertThrows(TestFailure.class, () -> matcher.match(new BsonString("x"), null, "result"));
  }

  private void matches(String expected, String actual) {
    matches(expected, actual, null);
  }

  private void differs(String expected, String actual) {
    differs(expected, actual, null);
  }

  private void matches(String expected, String actual, @Nullable String field) {
    assertDoesNotThrow(() -> match(expected, actual, field));
  }

  private void differs(String expected, String actual, @Nullable String field) {
    assertThrows(TestFailure.class, () -> match(expected, actual, field));
  }

  private void match(String expected, String actual, @Nullable String field) {
    BsonDocument wanted = BsonDocument.parse(expected);
    BsonDocument found = BsonDocument.parse(actual);
    if (field == null) {
      matcher.match(wanted, found, "value");
    } else {
      matcher.match(wanted.get(field), found.get(field), "value");
    }
  }

  private static BsonArray array(String document) {
    return BsonDocument.parse(document).getArray("r");
  }
}
