package dev.meerkat.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ServerException;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BsonValidatorTest {
  private static final int DEPTH = 20;

  @Provide
  Arbitrary<BsonValue> values() {
    return ValueSamples.values();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "05000000", // cut off
        "0400000000", // shorter than a document can be
        "0600000000", // longer than the bytes
        "0500000001", // not terminated
        "060000000000", // terminated early
        "0d000000106100000000000000", // a byte after the end
        "08000000106100", // an int32 without its bytes
        "0700000010610000000000", // the same
        "090000000861000200", // boolean 2
        "0c0000001461000000000000", // unknown type
        "0c0000000261000000000000", // string of no bytes
        "0d000000026100ffffffff0000", // string of negative length
        "0d000000026100010000000100", // string without its NUL
        "0d000000026100020000000000", // string beyond its document
        "0800000002616161", // name without its end
        "0d000000056100ffffffff0000", // binary of negative length
        "0e00000005610001000000020000", // old binary without its inner length
        "0a0000000b6100610000", // regex without options
        "0d0000000361000400000000", // nested document too short
        "0d00000003610006000000000000", // nested document beyond its parent
        "160000000f6100040000000100000000050000000000", // code with scope too short
      })
  void brokenBytesAreRefused(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    ServerException refusal =
        assertThrows(
            ServerException.class, () -> new BsonValidator(DEPTH).validate(bytes, 0, bytes.length));
    assertEquals(22, refusal.code().number());
  }

  @Test
  void documentsThatAreTooDeepAreRefusedAsOverflow() {
    assertEquals(nested(DEPTH).length, validate(nested(DEPTH)));
    ServerException refusal =
        assertThrows(ServerException.class, () -> validate(nested(DEPTH + 1)));
    assertEquals(15, refusal.code().number());
  }

  private static byte[] nested(int depth) {
    BsonDocument document = new BsonDocument();
    for (int i = 1; i < depth; i++) {
      document = new BsonDocument("a", document);
    }
    return BsonBytes.encode(document);
  }

  @Test
  void textThatIsNoUtf8IsAccepted() {
    byte[] bytes = HexFormat.of().parseHex("0f00000002fffe0003000000c0ff0000".substring(0, 32));
    bytes[0] = 16;
    assertEquals(16, validate(bytes));
  }

  @Property
  void whatTheBuilderWritesIsValid(@ForAll("values") BsonValue value) {
    byte[] bytes = ValueSamples.alone(value);
    assertEquals(bytes.length, validate(bytes));
    // Within a greater array the limits hold, too.
    byte[] shifted = new byte[bytes.length + 7];
    Arrays.fill(shifted, (byte) 0x7F);
    System.arraycopy(bytes, 0, shifted, 3, bytes.length);
    assertEquals(bytes.length, new BsonValidator(DEPTH).validate(shifted, 3, 3 + bytes.length));
    assertThrows(
        ServerException.class,
        () -> new BsonValidator(DEPTH).validate(shifted, 3, 2 + bytes.length));
  }

  @Property(tries = 10_000)
  void whatIsAcceptedCanBeWalked(
      @ForAll("values") BsonValue value, @ForAll int place, @ForAll byte change) {
    byte[] bytes = ValueSamples.alone(value);
    bytes[Math.floorMod(place, bytes.length)] = change;
    // The array ends where the document should: reading on would fail.
    int length;
    try {
      length = validate(bytes);
    } catch (ServerException refused) {
      return;
    }
    int end = length - 1;
    int element = 4;
    while (bytes[element] != BsonBytes.END) {
      element = BsonBytes.nextElement(bytes, element);
    }
    assertEquals(end, element);
    BsonBytes.decodeDocument(bytes, 0);
    BsonOrder.SIMPLE.hash(BsonBytes.DOCUMENT, bytes, 0);
    assertEquals(
        0, BsonOrder.SIMPLE.compare(BsonBytes.DOCUMENT, bytes, 0, BsonBytes.DOCUMENT, bytes, 0));
    new KeyStringBuilder().append(BsonBytes.DOCUMENT, bytes, 0, false);
  }

  private static int validate(byte[] bytes) {
    return new BsonValidator(DEPTH).validate(bytes, 0, bytes.length);
  }
}
