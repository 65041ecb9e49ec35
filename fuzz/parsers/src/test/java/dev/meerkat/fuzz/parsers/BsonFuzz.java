package dev.meerkat.fuzz.parsers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.BsonOrder;
import dev.meerkat.values.BsonValidator;
import dev.meerkat.values.KeyStringBuilder;
import java.util.SplittableRandom;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

final class BsonFuzz {
  private static final int MAX_DEPTH = 100;

  @Test
  void documentsAreAcceptedAndComeBackAsTheyWere() {
    Campaign.of(BsonFuzz.class, 20_000)
        .run(
            random -> {
              BsonDocument document = new RandomDocuments(random).document();
              byte[] bytes = BsonBytes.encode(document);
              assertEquals(
                  bytes.length, new BsonValidator(MAX_DEPTH).validate(bytes, 0, bytes.length));
              assertEquals(document, BsonBytes.decodeDocument(bytes, 0));
              walk(bytes, 0, bytes.length);
            });
  }

  @Test
  void damagedDocumentsAreRefusedOrSafeToWalk() {
    Campaign.of(BsonFuzz.class, 60_000).run(BsonFuzz::damaged);
  }

  private static void damaged(SplittableRandom random) {
    byte[] bytes = BsonBytes.encode(new RandomDocuments(random).document());
    byte[] damaged = new Damage(random).of(bytes);
    Surroundings zeros = Surroundings.of(damaged, (byte) 0);
    Surroundings ones = Surroundings.of(damaged, (byte) 1);
    int length = validate(zeros);
    assertEquals(length, validate(ones), "the answer depends on bytes outside");
    if (length > 0) {
      walk(ones.array(), ones.offset(), length);
      assertEquals(
          DocumentView.of(zeros.array(), zeros.offset()),
          DocumentView.of(ones.array(), ones.offset()));
    }
  }

  /** The document's length, or minus the error's code where it is refused. */
  private static int validate(Surroundings bytes) {
    try {
      int length =
          new BsonValidator(MAX_DEPTH).validate(bytes.array(), bytes.offset(), bytes.end());
      assertTrue(length >= 5 && length <= bytes.length(), "a length that cannot be: " + length);
      return length;
    } catch (ServerException e) {
      assertTrue(
          e.code().equals(ErrorCode.INVALID_BSON) || e.code().equals(ErrorCode.OVERFLOW),
          "another error: " + e.code());
      return -e.code().number();
    }
  }

  /** Does with a document what the server does with one that was accepted. */
  private static void walk(byte[] array, int offset, int length) {
    int end = offset + length - 1;
    int element = BsonBytes.firstElement(offset);
    KeyStringBuilder key = new KeyStringBuilder();
    while (array[element] != BsonBytes.END) {
      byte type = array[element];
      int value = BsonBytes.valueOffset(array, element);
      BsonBytes.name(array, element);
      assertEquals(0, BsonOrder.SIMPLE.compare(type, array, value, type, array, value));
      BsonOrder.SIMPLE.hash(type, array, value);
      key.clear().append(type, array, value, false).appendRecordId(1);
      element = BsonBytes.nextElement(array, element);
      assertTrue(element <= end, "an element ends outside its document");
    }
    assertEquals(end, element, "the elements end before the document");
    BsonBytes.decodeDocument(array, offset);
  }
}
