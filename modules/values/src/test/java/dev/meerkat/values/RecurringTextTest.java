package dev.meerkat.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Names and strings that come again are the same objects, and never another's. */
final class RecurringTextTest {
  private static String again(String text) {
    byte[] array = new DocumentBuilder(64).appendString(text, text).toBytes();
    int element = BsonBytes.firstElement(0);
    String name = BsonBytes.name(array, element);
    assertEquals(text, name);
    assertEquals(text, BsonBytes.recurring(array, BsonBytes.valueOffset(array, element)));
    return name;
  }

  @Test
  void aShortNameIsTheSameObject() {
    assertSame(again("name"), again("name"));
  }

  @Test
  void namesOfOneHashAreNotMixedUp() {
    for (int i = 0; i < 3; i++) {
      again("Aa");
      again("BB");
      again("AaBB");
      again("BBAa");
    }
  }

  @Test
  void textOfAllKindsComesBack() {
    List<String> texts =
        new ArrayList<>(List.of("", "Größe", "\uDCFF", "a\uDC80b", "x".repeat(33)));
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(6); length > 0; length--) {
        text.append((char) random.nextInt(1, 0x180));
      }
      texts.add(text.toString());
    }
    for (int round = 0; round < 2; round++) {
      texts.forEach(RecurringTextTest::again);
    }
  }
}
