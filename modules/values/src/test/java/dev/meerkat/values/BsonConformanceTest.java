package dev.meerkat.values;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.spi.BsonBytes;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

final class BsonConformanceTest {
  @Test
  void aUsualDocumentConforms() {
    assertEquals(
        true,
        conforms(
            bytes(
                "{a: 1, b: [1, {c: 'ü'}, []], u: {$uuid: '00112233-4455-6677-8899-aabbccddeeff'},"
                    + " r: {$regularExpression: {pattern: 'x', options: 'im'}}}")));
  }

  @Test
  void aFieldTwiceAtAnyDepthDoesNot() {
    assertEquals(false, conforms(renamed("{a: 1, b: 2}", 'b', 'a')));
    assertEquals(false, conforms(renamed("{x: [{a: 1, b: 2}]}", 'b', 'a')));
    assertEquals(true, conforms(bytes("{x: {a: 1}, a: 1}")));
  }

  @Test
  void elementsOfArraysAreNamedByTheirPositions() {
    assertEquals(false, conforms(renamed("{x: [7, 8]}", '1', '2')));
  }

  @Test
  void textIsUtf8() {
    assertEquals(false, conforms(renamed("{x: 'q'}", 'q', 0xFF)));
    assertEquals(false, conforms(renamed("{q: 1}", 'q', 0xFF)));
  }

  @Test
  void uuidsAndDigestsHaveSixteenBytes() {
    for (String subtype : new String[] {"03", "04", "05"}) {
      assertEquals(
          false,
          conforms(bytes("{x: {$binary: {base64: 'AAAA', subType: '" + subtype + "'}}}")),
          subtype);
    }
    assertEquals(true, conforms(bytes("{x: {$binary: {base64: 'AAAA', subType: '00'}}}")));
  }

  @Test
  void optionsOfExpressionsStandInTheirOrder() {
    byte[] bytes = bytes("{x: {$regularExpression: {pattern: 'p', options: 'im'}}}");
    bytes[bytes.length - 3] = 'a';
    assertEquals(false, conforms(bytes));
  }

  private static boolean conforms(byte[] bytes) {
    return BsonConformance.conforms(bytes, 0);
  }

  /** The bytes of a document, with every byte of a value replaced by another, but for lengths. */
  private static byte[] renamed(String json, int from, int to) {
    byte[] bytes = bytes(json);
    for (int i = 4; i < bytes.length; i++) {
      if (bytes[i] == from) {
        bytes[i] = (byte) to;
      }
    }
    return bytes;
  }

  private static byte[] bytes(String json) {
    return BsonBytes.encode(BsonDocument.parse(json));
  }
}
