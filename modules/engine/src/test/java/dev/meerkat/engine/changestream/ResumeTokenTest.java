package dev.meerkat.engine.changestream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ResumeTokenTest {
  private static final BsonTimestamp TIME = new BsonTimestamp(0x63515EAC, 2);
  private static final UUID COLLECTION = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

  @Test
  void momentsAreWrittenAsMongoDbWritesThem() {
    assertEquals(
        "{\"_data\": \"8263515EAC000000022B0429296E1404\"}",
        ResumeToken.highWaterMark(TIME).toBson().toJson());
  }

  @Test
  void eventsAreWrittenAsMongoDbWritesThem() {
    String id = "5F696400646A8C8E62C1EC1FE8858052CF";
    BsonDocument event =
        BsonDocument.parse(
            "{operationType: 'insert', documentKey: {_id: {$oid: '6a8c8e62c1ec1fe8858052cf'}}}");
    ResumeToken token = event(TIME, 0, event);
    assertEquals(
        "8263515EAC000000022B042C0100296E5A10040123456789ABCDEF0123456789ABCDEF"
            + "463C6F7065726174696F6E54797065003C696E736572740046646F63756D656E744B6579004664"
            + id
            + "000004",
        token.toBson().getString("_data").getValue());
    assertFalse(token.toBson().containsKey("_typeBits"));
  }

  @Test
  void everyKeyComesBackAsItWas() {
    for (String id :
        List.of(
            "0",
            "7",
            "-7",
            "{$numberLong: '7'}",
            "{$numberLong: '-9223372036854775808'}",
            "{$numberLong: '9223372036854775807'}",
            "3.5",
            "-3.5",
            "0.25",
            "-1e-300",
            "1e300",
            "-0.0",
            "4.0",
            "{$numberDouble: 'NaN'}",
            "{$numberDouble: '-Infinity'}",
            "{$numberDecimal: '1.50'}",
            "{$numberDecimal: 'NaN'}",
            "{$numberDecimal: '-Infinity'}",
            "{$numberDecimal: '-1E+6000'}",
            "true",
            "null",
            "'a\\u0000b'",
            "{$symbol: 's'}",
            "{$date: -5}",
            "{$timestamp: {t: 1, i: 2}}",
            "{$binary: {base64: 'AQID', subType: '05'}}",
            "{$code: 'f'}",
            "{$code: 'f', $scope: {a: 1}}",
            "{$regularExpression: {pattern: 'a', options: 'i'}}",
            "{$minKey: 1}",
            "{$maxKey: 1}",
            "{a: [1, {b: {$numberLong: '2'}}], 'c': 'x'}")) {
      BsonDocument event = BsonDocument.parse("{documentKey: {_id: " + id + "}}");
      ResumeToken token = event(TIME, 3, event);
      assertEquals(token, ResumeToken.parse(token.toBson()), id);
    }
  }

  @Test
  void invalidationsAndPartsComeBackAsTheyWere() {
    ResumeToken token = event(TIME, 70_000, BsonDocument.parse("{a: 1}"));
    for (ResumeToken one :
        List.of(
            token.invalidation(), token.withFragment(2), ResumeToken.highWaterMark(TIME), token)) {
      assertEquals(one, ResumeToken.parse(one.toBson()));
    }
  }

  @Test
  void textsAreInTheOrderOfEvents() {
    List<ResumeToken> inOrder = new ArrayList<>();
    for (int time : new int[] {1, 2, 300}) {
      BsonTimestamp at = new BsonTimestamp(1_700_000_000, time);
      inOrder.add(ResumeToken.highWaterMark(at));
      for (int index : new int[] {0, 1, 2, 100, 127, 128, 40_000}) {
        ResumeToken token = event(at, index, BsonDocument.parse("{a: 1}"));
        inOrder.add(token.withFragment(0));
        inOrder.add(token.withFragment(1));
        inOrder.add(token.invalidation());
      }
    }
    List<String> texts = new ArrayList<>();
    inOrder.forEach(token -> texts.add(token.toBson().getString("_data").getValue()));
    List<String> sorted = new ArrayList<>(texts);
    Collections.sort(sorted);
    assertEquals(sorted, texts);
  }

  @Test
  void numbersAreInTheirOrder() {
    List<String> texts = new ArrayList<>();
    for (String id :
        List.of(
            "-1e300", "-3.5", "-3", "-0.5", "0", "0.25", "0.5", "1", "1.5", "2", "300.5", "70000",
            "1e19")) {
      texts.add(
          event(TIME, 0, BsonDocument.parse("{_id: " + id + "}"))
              .toBson()
              .getString("_data")
              .getValue());
    }
    List<String> sorted = new ArrayList<>(texts);
    Collections.sort(sorted);
    assertEquals(sorted, texts);
  }

  @Test
  void brokenTokensAreRefused() {
    assertEquals(40647, failure("{}"));
    assertEquals(40647, failure("{_data: 1}"));
    assertEquals(40648, failure("{_data: '', _typeBits: 'x'}"));
    assertEquals(9, failure("{_data: 'xyz'}"));
    assertEquals(9, failure("{_data: '8'}"));
    assertEquals(40649, failure("{_data: ''}"));
    assertEquals(50811, failure("{_data: 'DEADBEEF'}"));
    assertEquals(15, failure("{_data: '826351'}"));
    assertEquals(50796, failure("{_data: '8263515EAC0000000204'}"));
    assertEquals(50795, failure("{_data: '8263515EAC000000022B1204'}"));
  }

  @Test
  void noBytesDoMoreThanFail() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    BsonDocument whole =
        event(TIME, 3, BsonDocument.parse("{documentKey: {_id: {a: [1.5, 'x']}}}")).toBson();
    String text = whole.getString("_data").getValue();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder damaged = new StringBuilder(text);
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        damaged.setCharAt(
            random.nextInt(damaged.length()), "0123456789ABCDEF".charAt(random.nextInt(16)));
      }
      damaged.setLength(damaged.length() - random.nextInt(3));
      BsonDocument token = new BsonDocument("_data", new BsonString(damaged.toString()));
      try {
        var _ = ResumeToken.parse(token);
      } catch (ServerException e) {
        assertTrue(e.code().number() > 0, "seed " + seed);
      }
    }
  }

  private static int failure(String token) {
    return assertThrows(
            ServerException.class, () -> ResumeToken.parse(BsonDocument.parse(token)), token)
        .code()
        .number();
  }

  private static ResumeToken event(BsonTimestamp time, long index, @Nullable BsonValue event) {
    return new ResumeToken(time, 2, true, index, false, COLLECTION, event, null);
  }
}
