package dev.meerkat.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

/** Documents that are too large for a builder to keep its buffer. */
final class DocumentBuilderTest {
  private static final byte[] NAME = BsonBytes.nameBytes("piece");

  private static BsonBinary piece(int bytes, int value) {
    byte[] data = new byte[bytes];
    Arrays.fill(data, (byte) value);
    return new BsonBinary(data);
  }

  private static BsonDocument large(int value) {
    return new BsonDocument("a", new BsonInt32(value))
        .append("b", piece(700_000, value))
        .append("c", piece(1_500_000, value + 1))
        .append("d", new BsonInt32(value));
  }

  @Test
  void aBufferThatHasServedOthersHoldsNothingOfThem() {
    DocumentBuilder builder = new DocumentBuilder(64);
    for (int i = 0; i < 5; i++) {
      DocumentView view = builder.clearAndShrink().appendFields(large(i)).toView();
      assertEquals(large(i), view.toBson());
      assertArrayEquals(BsonBytes.encode(large(i)), view.toBytes());
    }
  }

  @Test
  void aLargeBufferIsForWhoeverComesNext() {
    DocumentBuilder first = new DocumentBuilder(64);
    byte[] buffer = first.appendFields(large(1)).toView().array();
    assertTrue(first.clearAndShrink().appendInt32("a", 1).toView().array().length < 10_000);
    DocumentBuilder second = new DocumentBuilder(64);
    assertSame(buffer, second.appendFields(large(2)).toView().array());
    assertEquals(large(2), second.toView().toBson());
    second.clearAndShrink();
  }

  @Test
  void whatIsAppendedMayLieInTheBufferThatIsOutgrown() {
    DocumentBuilder builder = new DocumentBuilder(64).append(NAME, piece(1_200_000, 7));
    DocumentView inside = builder.copy();
    int element = BsonBytes.firstElement(0);
    byte[] own = builder.toView().array();
    builder.rewind(inside.length() - 1);
    builder.appendElement(own, element);
    DocumentView result = builder.toView();
    assertEquals(piece(1_200_000, 7), result.toBson().getBinary("piece"));
    assertEquals(2 * inside.length() - 5, result.length());
    // Somebody else would write to it while it is still being copied from.
    for (byte[] lent = SpareArrays.shared().find(1);
        lent != null;
        lent = SpareArrays.shared().find(1)) {
      assertNotSame(own, lent);
    }
  }
}
