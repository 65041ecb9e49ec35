package dev.meerkat.spi.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandSchemaTest {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("sample", "Sample")
          .help("a sample")
          .collection()
          .snapshotReadConcern()
          .writeConcern()
          .stable()
          .inTransactions()
          .fields(
              Field.document("filter").nullRefused(),
              Field.documents("documents"),
              Field.integral("limit").atLeast(0),
              Field.integral("exact").exact().range(0, 100),
              Field.bool("strict"),
              Field.safeBool("safe"),
              Field.strings("words"),
              Field.uuid("uuid"),
              Field.hint("hint"),
              Field.any("any"),
              Field.bool("rare").unstable());

  private static CommandRequest parse(String json) {
    return SCHEMA.parse("test", DocumentView.of(BsonDocument.parse(json)), List.of());
  }

  private static int refusal(String json) {
    return assertThrows(ServerException.class, () -> parse(json), json).code().number();
  }

  private static String with(String fields) {
    return "{sample: 'c', " + fields + "}";
  }

  @Test
  void absentFieldsHaveTheValueThatTheCallerNames() {
    CommandRequest request = parse("{sample: 'c'}");
    assertEquals(7, request.int64("limit", 7));
    assertTrue(request.bool("strict", true));
    assertNull(request.value("any"));
    assertEquals(List.of(), request.documents("documents"));
    assertFalse(request.has("filter"));
    assertEquals(BsonBytes.END, request.type("filter"));
  }

  @Test
  void fieldsAreFoundInWhateverOrderTheyCome() {
    List<String> fields =
        List.of(
            "filter: {a: 1}",
            "limit: 11",
            "exact: 12",
            "strict: true",
            "safe: 0",
            "words: ['w']",
            "hint: 'h'",
            "any: 'any'",
            "rare: true",
            "maxTimeMS: 13",
            "comment: 'c'");
    for (int first = 0; first < fields.size(); first++) {
      List<String> rotated = new ArrayList<>(fields.subList(first, fields.size()));
      rotated.addAll(fields.subList(0, first));
      for (List<String> order : List.of(rotated, rotated.reversed())) {
        CommandRequest request = parse(with(String.join(", ", order)));
        assertEquals(view("{a: 1}"), request.document("filter"));
        assertEquals(11, request.int64("limit", 0));
        assertEquals(12, request.int32("exact", 0));
        assertTrue(request.bool("strict", false));
        assertFalse(request.bool("safe", true));
        assertEquals(List.of("w"), request.strings("words"));
        assertEquals(new BsonString("h"), request.hint("hint"));
        assertEquals("any", request.string("any"));
        assertTrue(request.truth("rare"));
        assertEquals(13, request.common().maxTimeMillis());
        assertEquals(new BsonString("c"), request.common().comment());
        assertFalse(request.has("documents"));
        assertNull(request.uuid("uuid"));
      }
    }
  }

  @Test
  void nullIsAnAbsentFieldUnlessTheFieldRefusesIt() {
    CommandRequest request = parse(with("limit: null, strict: null, words: null, any: null"));
    assertFalse(request.has("limit"));
    assertFalse(request.has("strict"));
    assertTrue(request.has("any"));
    assertEquals(14, refusal(with("filter: null")));
    assertEquals(9, refusal(with("hint: null")));
  }

  @Test
  void theCollectionStandsInTheCommandsDatabaseUnderEveryAlias() {
    Namespace expected = new Namespace("test", "c");
    assertEquals(expected, parse("{sample: 'c'}").namespace());
    assertEquals(expected, parse("{Sample: 'c'}").namespace());
  }

  @ParameterizedTest
  @CsvSource({"2.9, 2", "-2.9, -2", "NaN, 0", "1e300, 9223372036854775807", "3.0, 3"})
  void doublesLoseTheirFraction(String number, long expected) {
    if (expected >= 0) {
      String literal = number.equals("NaN") ? "{$numberDouble: 'NaN'}" : number;
      assertEquals(expected, parse(with("limit: " + literal)).int64("limit", -1));
    } else {
      assertEquals(2, refusal(with("limit: " + number)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2.5, 2",
    "3.5, 4",
    "0.5, 0",
    "0.6, 1",
    "-0.5, 0",
    "NaN, 0",
    "-0E+10, 0",
    "1E3, 1000",
    "1E6000, 9223372036854775807",
    "100.00, 100",
    "1E-6000, 0"
  })
  void decimalsAreRoundedHalfToEven(String number, long expected) {
    String literal = "{$numberDecimal: '" + number + "'}";
    assertEquals(expected, parse(with("limit: " + literal)).int64("limit", -1));
  }

  @Test
  void exactIntegersRefuseFractionsWithNineAndRangesWithTwo() {
    assertEquals(9, refusal(with("exact: 1.5")));
    assertEquals(9, refusal(with("exact: {$numberDouble: 'Infinity'}")));
    assertEquals(9, refusal(with("exact: {$numberDecimal: '1.5'}")));
    assertEquals(9, refusal(with("exact: {$numberDecimal: '1E6000'}")));
    assertEquals(2, refusal(with("exact: -1")));
    assertEquals(2, refusal(with("exact: 101")));
    assertEquals(10, parse(with("exact: {$numberDecimal: '1E1'}")).int32("exact", 0));
  }

  @ParameterizedTest
  @CsvSource({
    "0, false",
    "-0.0, false",
    "1, true",
    "0.1, true",
    "true, true",
    "false, false",
    "{$numberDouble: 'NaN'}, true",
    "{$numberDecimal: '-0E+10'}, false",
    "{$numberDecimal: 'NaN'}, true",
    "{$numberLong: '0'}, false"
  })
  void safeBooleansTakeNumbers(String value, boolean expected) {
    assertEquals(expected, parse(with("safe: " + value)).bool("safe", !expected));
  }

  @Test
  void strictBooleansTakeNoNumbers() {
    assertEquals(14, refusal(with("strict: 1")));
    assertEquals(14, refusal(with("safe: 'x'")));
  }

  @Test
  void arraysAreCheckedElementByElement() {
    assertEquals(List.of("a", "b"), parse(with("words: ['a', 'b']")).strings("words"));
    assertEquals(14, refusal(with("words: ['a', 1]")));
    assertEquals(14, refusal(with("documents: [{}, 1]")));
    assertEquals(2, parse(with("documents: [{a: 1}, {}]")).documents("documents").size());
  }

  @Test
  void sequencesStandForArraysOfDocuments() {
    DocumentView document = DocumentView.of(BsonDocument.parse("{a: 1}"));
    DocumentView body = DocumentView.of(BsonDocument.parse("{sample: 'c'}"));
    DocumentSequence beside = new DocumentSequence("documents", List.of(document));
    CommandRequest request = SCHEMA.parse("test", body, List.of(beside));
    assertEquals(List.of(document), request.documents("documents"));
    assertTrue(request.has("documents"));
    DocumentView both = DocumentView.of(BsonDocument.parse("{sample: 'c', documents: []}"));
    assertEquals(
        ErrorCode.IDL_DUPLICATE_FIELD,
        assertThrows(ServerException.class, () -> SCHEMA.parse("test", both, List.of(beside)))
            .code());
    DocumentSequence unknown = new DocumentSequence("filter", List.of());
    assertEquals(
        ErrorCode.IDL_UNKNOWN_FIELD,
        assertThrows(ServerException.class, () -> SCHEMA.parse("test", body, List.of(unknown)))
            .code());
  }

  @Test
  void uuidsAreBinaryOfSubtypeFour() {
    UUID uuid = new UUID(0x0102030405060708L, 0x090A0B0C0D0E0F10L);
    assertEquals(uuid, parse(with("uuid: {$uuid: '" + uuid + "'}")).uuid("uuid"));
    assertEquals(14, refusal(with("uuid: {$binary: {base64: 'AA==', subType: '00'}}")));
    assertEquals(207, refusal(with("uuid: {$binary: {base64: 'AA==', subType: '04'}}")));
    assertEquals(14, refusal(with("uuid: 'x'")));
  }

  @Test
  void rareFieldsAreOutsideTheStableApi() {
    String strict = "apiVersion: '1', apiStrict: true";
    assertEquals(323, refusal(with("rare: false, " + strict)));
    assertFalse(parse(with("strict: false, " + strict)).bool("strict", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "w: -1",
        "w: 51",
        "w: {$numberDouble: 'NaN'}",
        "w: {$numberDouble: '-Infinity'}",
        "w: {}",
        "w: {a: 'x'}",
        "w: true",
        "w: []",
        "j: true, fsync: true",
        "w: 1, wtimeout: {$numberLong: '2147483648'}",
        "wtimeout: {$numberDouble: 'Infinity'}"
      })
  void writeConcernsThatMakeNoSenseFailToParse(String concern) {
    assertEquals(9, refusal(with("writeConcern: {" + concern + "}")));
  }

  @Test
  void writeConcernsAreReadAsMongodReadsThem() {
    WriteConcern concern =
        parse(with("writeConcern: {w: 1.5, j: 1, wtimeout: -1}")).common().writeConcern();
    assertEquals(1, concern.w().asInt32().getValue());
    assertTrue(concern.journal());
    assertEquals(-1, concern.timeoutMillis());
    assertFalse(
        parse(with("writeConcern: {w: 0, j: true}")).common().writeConcern().isUnacknowledged());
    assertTrue(parse(with("writeConcern: {w: 0}")).common().writeConcern().isUnacknowledged());
    assertTrue(parse(with("writeConcern: null")).common().writeConcern().isMajority());
    assertEquals(14, refusal(with("writeConcern: 1")));
    assertEquals(14, refusal(with("writeConcern: {j: 'x'}")));
    assertEquals(2, refusal(with("writeConcern: {provenance: 'x'}")));
    assertEquals(14, refusal(with("writeConcern: {provenance: 1}")));
    assertEquals(40415, refusal(with("writeConcern: {x: 1}")));
  }

  @Test
  void readConcernsAreReadAsMongodReadsThem() {
    ReadConcern concern =
        parse(with("readConcern: {level: 'snapshot', atClusterTime: {$timestamp: {t: 5, i: 1}}}"))
            .common()
            .readConcern();
    assertEquals(ReadConcern.Level.SNAPSHOT, concern.level());
    assertEquals((5L << 32) + 1, concern.atClusterTime());
    assertEquals(72, refusal(with("readConcern: {atClusterTime: {$timestamp: {t: 5, i: 1}}}")));
    assertEquals(72, refusal(with("readConcern: {afterClusterTime: {$timestamp: {t: 0, i: 0}}}")));
    assertEquals(14, refusal(with("readConcern: {afterClusterTime: 1}")));
    assertEquals(40415, refusal(with("readConcern: {x: 1}")));
    assertFalse(parse(with("readConcern: {level: null}")).common().readConcern().isGiven());
  }

  @Test
  void clusterTimesAreReadAsMongodReadsThem() {
    String time = "clusterTime: {$timestamp: {t: 5, i: 1}}";
    String hash = "hash: {$binary: {base64: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=', subType: '00'}}";
    for (String given :
        List.of(
            time,
            time + ", signature: null",
            time + ", other: 1",
            time + ", signature: {" + hash + ", keyId: {$numberLong: '7'}}",
            time + ", signature: {" + hash + ", keyId: 7.5, other: 1}")) {
      assertEquals((5L << 32) + 1, parse(with(clusterTime(given))).common().clusterTime(), given);
    }
    assertEquals(0, parse(with("$clusterTime: null")).common().clusterTime());
    assertEquals(14, refusal(with("$clusterTime: 1")));
    assertEquals(14, refusal(with(clusterTime("clusterTime: 1"))));
    assertEquals(40414, refusal(with(clusterTime(""))));
    assertEquals(40414, refusal(with(clusterTime("clusterTime: null"))));
    assertEquals(14, refusal(with(clusterTime(time + ", signature: 1"))));
    assertEquals(40414, refusal(with(clusterTime(time + ", signature: {}"))));
    assertEquals(40414, refusal(with(clusterTime(time + ", signature: {" + hash + "}"))));
    assertEquals(40414, refusal(with(clusterTime(time + ", signature: {keyId: 1}"))));
    String signed = time + ", signature: {keyId: 1, hash: ";
    assertEquals(14, refusal(with(clusterTime(signed + "'AAAA'}"))));
    String binary = "{$binary: {base64: '%s', subType: '%s'}}}";
    assertEquals(12, refusal(with(clusterTime(signed + binary.formatted("AAAA", "00")))));
    assertEquals(
        14,
        refusal(
            with(clusterTime(signed + binary.formatted("AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "05")))));
    assertEquals(14, refusal(with(clusterTime(time + ", signature: {" + hash + ", keyId: 'x'}"))));
    String otherwise = hash.replace("'00'", "'05'") + ", keyId: {$numberLong: '7'}}";
    assertEquals(14, refusal(with(clusterTime(time + ", signature: {" + otherwise))));
  }

  @Test
  void theCommonWriteConcernsAreReadAsOthersAre() {
    WriteConcern one = parse(with("writeConcern: {w: 1}")).common().writeConcern();
    assertEquals(parse(with("writeConcern: {w: 1.0}")).common().writeConcern(), one);
    WriteConcern majority = parse(with("writeConcern: {w: 'majority'}")).common().writeConcern();
    assertTrue(majority.isMajority() && majority.isWGiven() && majority.isGiven());
    assertFalse(one.isMajority() || one.journal());
  }

  @Test
  void fieldsBesideSomeAreNoticed() {
    long some = SCHEMA.some("filter", "limit");
    assertTrue(parse("{sample: 'c'}").hasOnly(some));
    assertFalse(parse(with("filter: {}, limit: 1, any: null")).hasOnly(some));
    assertTrue(parse(with("filter: {}, limit: 1, comment: 'x', strict: null")).hasOnly(some));
    assertFalse(parse(with("filter: {}, hint: 'a'")).hasOnly(some));
    List<DocumentSequence> beside = List.of(new DocumentSequence("documents", List.of()));
    DocumentView body = DocumentView.of(BsonDocument.parse("{sample: 'c'}"));
    assertFalse(SCHEMA.parse("test", body, beside).hasOnly(some));
  }

  private static String clusterTime(String fields) {
    return "$clusterTime: {" + fields + "}";
  }

  @Test
  void snapshotReadsAreForSomeCommandsOnlyOutsideOfTransactions() {
    CommandSchema schema =
        CommandSchema.of("sample").collection().readConcern().inTransactions().fields();
    String transaction =
        "lsid: {id: {$uuid: '01020304-0506-0708-090a-0b0c0d0e0f10'}}, txnNumber: {$numberLong:"
            + " '5'}, autocommit: false, startTransaction: true, ";
    String concern = "readConcern: {level: 'snapshot'}, $db: 'test'}";
    assertEquals(
        72,
        assertThrows(
                ServerException.class,
                () -> schema.parse("test", view("{sample: 'c', " + concern), List.of()))
            .code()
            .number());
    assertEquals(
        ReadConcern.Level.SNAPSHOT,
        schema
            .parse("test", view("{sample: 'c', " + transaction + concern), List.of())
            .common()
            .readConcern()
            .level());
  }

  private static DocumentView view(String json) {
    return DocumentView.of(BsonDocument.parse(json));
  }

  @Test
  void sessionsAreToldApartByAllTheirBits() {
    // All of these are found at the same place of what was met lately.
    UUID[] ids = {new UUID(5, 6), new UUID(5, 1 << 10 | 6), new UUID(1 << 10 | 5, 1 << 10 | 6)};
    for (UUID id : ids) {
      CommandRequest request = parse(with("lsid: {id: {$uuid: '" + id + "'}}"));
      assertEquals(new SessionId(id), request.common().session());
    }
  }

  @Test
  void transactionFieldsMustFitTogether() {
    String session = "lsid: {id: {$uuid: '01020304-0506-0708-090a-0b0c0d0e0f10'}}";
    String numbered = session + ", txnNumber: {$numberLong: '5'}";
    CommandRequest request = parse(with(numbered + ", autocommit: false, startTransaction: true"));
    assertTrue(request.common().isInTransaction());
    assertEquals(5, request.common().transactionNumber());
    assertEquals(72, refusal(with(session + ", autocommit: false")));
    assertEquals(72, refusal(with(numbered + ", autocommit: true")));
    assertEquals(72, refusal(with(numbered + ", startTransaction: true")));
    assertEquals(72, refusal(with(numbered + ", autocommit: false, startTransaction: false")));
    assertEquals(50768, refusal(with(numbered)));
    assertEquals(72, refusal(with(session + ", txnNumber: {$numberLong: '-1'}")));
  }

  @Test
  void innerDocumentsAreParsedTheSameWay() {
    DocumentSchema inner = DocumentSchema.of("outer.inner", Field.document("q").required());
    DocumentView empty = DocumentView.EMPTY;
    ServerException missing = assertThrows(ServerException.class, () -> inner.parse(empty));
    assertEquals("BSON field 'outer.inner.q' is missing but a required field", missing.text());
    DocumentView wrong = DocumentView.of(BsonDocument.parse("{q: 1}"));
    ServerException type = assertThrows(ServerException.class, () -> inner.parse(wrong));
    assertEquals(
        "BSON field 'outer.inner.q' is the wrong type 'int', expected type 'object'", type.text());
  }
}
