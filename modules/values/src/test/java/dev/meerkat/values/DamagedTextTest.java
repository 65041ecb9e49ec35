package dev.meerkat.values;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.meerkat.spi.BsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** Text that is no UTF-8 keeps its bytes, its order, its hash and its keys. */
final class DamagedTextTest {
  @Provide
  Arbitrary<byte[]> texts() {
    return Arbitraries.of("", "a", "?", "é", "€", "😀", "\uFFFD")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .list()
        .ofMaxSize(6)
        .flatMap(
            parts ->
                Arbitraries.bytes()
                    .filter(each -> each != 0)
                    .list()
                    .ofMaxSize(3)
                    .flatMap(
                        wild ->
                            Arbitraries.integers()
                                .between(0, parts.size())
                                .map(at -> joined(parts, wild, at))));
  }

  private static byte[] joined(List<byte[]> parts, List<Byte> wild, int at) {
    byte[] all = {};
    for (int i = 0; i <= parts.size(); i++) {
      if (i == at) {
        for (byte each : wild) {
          all = Arrays.copyOf(all, all.length + 1);
          all[all.length - 1] = each;
        }
      }
      if (i < parts.size()) {
        byte[] part = parts.get(i);
        int length = all.length;
        all = Arrays.copyOf(all, length + part.length);
        System.arraycopy(part, 0, all, length, part.length);
      }
    }
    return all;
  }

  @Property
  void textsKeepTheirBytes(@ForAll("texts") byte[] bytes) {
    String text = BsonBytes.text(bytes, 0, bytes.length);
    assertArrayEquals(bytes, BsonBytes.textBytes(text));
    byte[] document = BsonBytes.encode(new BsonDocument(text, new BsonString(text)));
    assertEquals(
        new BsonDocument(text, new BsonString(text)), BsonBytes.decodeDocument(document, 0));
    assertArrayEquals(document, BsonBytes.encode(BsonBytes.decodeDocument(document, 0)));
  }

  @Property
  void validTextsAreDecodedAsEver(@ForAll String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(new String(bytes, StandardCharsets.UTF_8), BsonBytes.text(bytes, 0, bytes.length));
  }

  @Property
  void textsAreOrderedByTheirBytes(@ForAll("texts") byte[] a, @ForAll("texts") byte[] b) {
    BsonString textA = new BsonString(BsonBytes.text(a, 0, a.length));
    BsonString textB = new BsonString(BsonBytes.text(b, 0, b.length));
    int expected = Integer.signum(Arrays.compareUnsigned(a, b));
    assertEquals(expected, Integer.signum(BsonOrder.SIMPLE.compare(textA, textB)));
    KeyStringBuilder builder = new KeyStringBuilder();
    byte[] keyA = builder.clear().append(textA, false).toKey();
    byte[] keyB = builder.clear().append(textB, false).toKey();
    assertEquals(expected, Integer.signum(Arrays.compareUnsigned(keyA, keyB)));
    byte[] document = BsonBytes.encode(new BsonDocument("a", textA));
    assertEquals(
        BsonOrder.SIMPLE.hash(textA), BsonOrder.SIMPLE.hash(BsonBytes.STRING, document, 7));
  }

  @Property
  void keysAreDecodedToTheSameText(@ForAll("texts") byte[] bytes) {
    BsonString text = new BsonString(BsonBytes.text(bytes, 0, bytes.length));
    KeyStringBuilder builder = new KeyStringBuilder();
    builder.append(text, false);
    byte[] key = builder.toKey();
    assertEquals(
        List.of(text),
        KeyString.decode(
            key,
            key.length,
            builder.typeBits(),
            KeyOrdering.of(new BsonDocument("a", new BsonInt32(1)))));
  }

  @Test
  void namesThatAreNoUtf8StayApart() {
    byte[] one = {8, (byte) 0xFF, 0, 1};
    byte[] other = {8, (byte) 0xFE, 0, 0};
    byte[] document = new byte[13];
    document[0] = 13;
    System.arraycopy(one, 0, document, 4, 4);
    System.arraycopy(other, 0, document, 8, 4);
    BsonDocument decoded = BsonBytes.decodeDocument(document, 0);
    assertEquals(2, decoded.size());
    assertArrayEquals(document, BsonBytes.encode(decoded));
    assertNotEquals("\uFFFD", decoded.getFirstKey());
  }
}
