package dev.meerkat.values;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

final class HashedKeyTest {
  @Test
  void keysAreThoseOfTheManual() {
    assertEquals(763543691661428748L, HashedKey.of(new BsonString("string to hash")));
  }

  @Test
  void numbersThatAreEqualWithoutTheirFractionShareAKey() {
    long key = HashedKey.of(value("5"));
    assertEquals(key, HashedKey.of(value("5.9")));
    assertEquals(key, HashedKey.of(value("{$numberLong: '5'}")));
    assertEquals(key, HashedKey.of(value("{$numberDecimal: '5.99'}")));
    assertEquals(HashedKey.of(value("0")), HashedKey.of(new BsonDouble(Double.NaN)));
    assertEquals(
        HashedKey.of(value("{$numberDecimal: 'Infinity'}")),
        HashedKey.of(value("{$numberDecimal: '1E400'}")));
  }

  @Test
  void namesAndNestingCount() {
    assertNotEquals(HashedKey.of(value("{a: 1}")), HashedKey.of(value("{b: 1}")));
    assertNotEquals(HashedKey.of(value("{a: {b: 1}}")), HashedKey.of(value("{a: [1]}")));
    assertNotEquals(HashedKey.of(value("[]")), HashedKey.of(value("{}")));
  }

  private static BsonValue value(String json) {
    return requireNonNull(BsonDocument.parse("{v: " + json + "}").get("v"));
  }
}
