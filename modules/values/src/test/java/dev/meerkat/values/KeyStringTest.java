package dev.meerkat.values;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyStringTest {
  private static final long[] RECORD_IDS = {1, 1023, 1024, (1L << 40) - 1, KeyString.MAX_RECORD_ID};

  @Provide
  Arbitrary<BsonValue> values() {
    return ValueSamples.values();
  }

  @Provide
  Arbitrary<BsonValue> numbers() {
    return ValueSamples.numbers();
  }

  @Provide
  Arbitrary<List<BsonValue>> lists() {
    return ValueSamples.values().list().ofSize(2);
  }

  @Provide
  Arbitrary<Long> recordIds() {
    return Combinators.combine(
            Arbitraries.longs().between(1, KeyString.MAX_RECORD_ID),
            Arbitraries.integers().between(0, 41))
        .as((id, shift) -> Math.max(1, id >>> shift));
  }

  @Property(tries = 10_000)
  void keysOfNumbersAreOrderedAsTheNumbers(
      @ForAll("numbers") BsonValue a, @ForAll("numbers") BsonValue b) {
    requireSameOrder(List.of(a), List.of(b), 0);
  }

  @Property(tries = 10_000)
  void keysAreOrderedAsTheValues(@ForAll("values") BsonValue a, @ForAll("values") BsonValue b) {
    requireSameOrder(List.of(a), List.of(b), 0);
    requireSameOrder(List.of(a), List.of(b), 1);
  }

  @Property(tries = 10_000)
  void keysOfListsAreOrderedComponentByComponent(
      @ForAll("lists") List<BsonValue> a,
      @ForAll("lists") List<BsonValue> b,
      @ForAll("values") BsonValue shared,
      @ForAll int bits) {
    requireSameOrder(a, b, bits & 3);
    requireSameOrder(List.of(shared, a.get(0)), List.of(shared, b.get(0)), bits & 3);
  }

  private static void requireSameOrder(List<BsonValue> a, List<BsonValue> b, long bits) {
    KeyOrdering ordering = new KeyOrdering(bits);
    int expected = 0;
    for (int i = 0; i < a.size() && expected == 0; i++) {
      int order = BsonOrder.SIMPLE.compare(a.get(i), b.get(i));
      expected = Integer.signum(ordering.isDescending(i) ? -order : order);
    }
    byte[] keyA = key(a, ordering).appendRecordId(5).toKey();
    byte[] keyB = key(b, ordering).appendRecordId(5).toKey();
    assertEquals(expected, Integer.signum(Arrays.compareUnsigned(keyA, keyB)));
    // Whatever follows, the components have decided.
    if (expected != 0) {
      byte[] after = key(a, ordering).appendExclusiveAfter().toKey();
      byte[] before = key(a, ordering).appendExclusiveBefore().toKey();
      assertEquals(expected, Integer.signum(Arrays.compareUnsigned(after, keyB)));
      assertEquals(expected, Integer.signum(Arrays.compareUnsigned(before, keyB)));
    }
  }

  @Property(tries = 10_000)
  void numbersComeBackAsTheyWere(@ForAll("numbers") BsonValue value, @ForAll boolean descending) {
    requireRoundTrip(List.of(value), descending ? 1 : 0);
  }

  @Property(tries = 10_000)
  void valuesComeBackAsTheyWere(@ForAll("lists") List<BsonValue> values, @ForAll int bits) {
    requireRoundTrip(values, bits & 3);
  }

  private static void requireRoundTrip(List<BsonValue> values, long bits) {
    KeyOrdering ordering = new KeyOrdering(bits);
    KeyStringBuilder builder = key(values, ordering).appendRecordId(77);
    byte[] key = builder.toKey();
    int length = KeyString.keyWithoutRecordIdLength(key, key.length);
    List<BsonValue> decoded = KeyString.decode(key, length, builder.typeBits(), ordering);
    assertEquals(values.size(), decoded.size());
    for (int i = 0; i < values.size(); i++) {
      // The bytes tell -0.0 from 0.0, and the exponents of decimals.
      assertArrayEquals(
          ValueSamples.alone(values.get(i)),
          ValueSamples.alone(decoded.get(i)),
          () -> values + " became " + decoded);
    }
    assertEquals(77, KeyString.decodeRecordId(key, key.length));
  }

  @Property(tries = 10_000)
  void componentsOfAKeyAreFoundWithoutReadingThem(
      @ForAll("lists") List<BsonValue> values, @ForAll int bits, @ForAll("recordIds") long id) {
    KeyOrdering ordering = new KeyOrdering(bits & 3);
    byte[] key = key(values, ordering).appendRecordId(id).toKey();
    int[] starts = new int[values.size() + 1];
    KeyString.componentStarts(
        key, KeyString.keyWithoutRecordIdLength(key, key.length), ordering, starts);
    for (int i = 0; i <= values.size(); i++) {
      int start = key(values.subList(0, i), ordering).length();
      assertEquals(start, starts[i], () -> values.toString());
    }
  }

  @Property(tries = 10_000)
  void boundsEncloseAllKeysOfTheirPrefix(
      @ForAll("values") BsonValue prefix,
      @ForAll("values") BsonValue next,
      @ForAll("recordIds") long id,
      @ForAll int bits) {
    KeyOrdering ordering = new KeyOrdering(bits & 3);
    byte[] before = key(List.of(prefix), ordering).appendExclusiveBefore().toKey();
    byte[] after = key(List.of(prefix), ordering).appendExclusiveAfter().toKey();
    byte[] longer = key(List.of(prefix, next), ordering).toKey();
    byte[] whole = key(List.of(prefix), ordering).appendRecordId(id).toKey();
    for (byte[] within : List.of(longer, whole)) {
      assertTrue(Arrays.compareUnsigned(before, within) < 0);
      assertTrue(Arrays.compareUnsigned(within, after) < 0);
    }
  }

  @Property
  void recordIdsAreInOrderAndReadFromTheEnd(
      @ForAll("recordIds") long a, @ForAll("recordIds") long b) {
    KeyStringBuilder builder = new KeyStringBuilder();
    byte[] keyA = builder.append(new BsonString("x"), false).appendRecordId(a).toKey();
    byte[] keyB = builder.clear().append(new BsonString("x"), false).appendRecordId(b).toKey();
    assertEquals(a, KeyString.decodeRecordId(keyA, keyA.length));
    assertEquals(b, KeyString.decodeRecordId(keyB, keyB.length));
    assertEquals(Long.compare(a, b), Integer.signum(Arrays.compareUnsigned(keyA, keyB)));
    assertEquals(3, KeyString.keyWithoutRecordIdLength(keyA, keyA.length));
  }

  @Test
  void recordIdsAtTheEdgesOfTheirSizesComeBack() {
    for (long id : RECORD_IDS) {
      byte[] key = new KeyStringBuilder().appendNull(false).appendRecordId(id).toKey();
      assertEquals(id, KeyString.decodeRecordId(key, key.length));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, KeyString.MAX_RECORD_ID + 1})
  void recordIdsOutOfRangeAreRefused(long id) {
    KeyStringBuilder builder = new KeyStringBuilder();
    assertThrows(IllegalArgumentException.class, () -> builder.appendRecordId(id));
  }

  @Test
  void commonKeysAreShort() {
    assertEquals(2, length(new BsonInt32(5)));
    assertEquals(3, length(new BsonInt32(10_000)));
    assertEquals(5, length(new BsonInt64(1_000_000_000)));
    assertEquals(3, length(new BsonDouble(0.5)));
    assertEquals(9, length(new BsonDouble(19.99)));
    assertEquals(13, length(new BsonObjectId(new ObjectId())));
    assertEquals(7, length(new BsonString("hello")));
    assertEquals(0, key(List.of(new BsonString("a"), new BsonInt32(1)), 0).typeBits().length);
    assertEquals(0, key(List.of(new BsonDouble(19.99)), 0).typeBits().length);
  }

  @Property(tries = 10_000)
  void collatedKeysAreOrderedAsTheValues(
      @ForAll("collations") Collation collation,
      @ForAll("collatedLists") List<BsonValue> a,
      @ForAll("collatedLists") List<BsonValue> b,
      @ForAll int bits) {
    KeyOrdering ordering = new KeyOrdering(bits & 3);
    int expected = 0;
    for (int i = 0; i < 2 && expected == 0; i++) {
      int order = collation.order().compare(a.get(i), b.get(i));
      expected = Integer.signum(ordering.isDescending(i) ? -order : order);
    }
    byte[] keyA = collatedKey(collation, a, ordering);
    byte[] keyB = collatedKey(collation, b, ordering);
    assertEquals(expected, Integer.signum(Arrays.compareUnsigned(keyA, keyB)));
  }

  @Provide
  Arbitrary<Collation> collations() {
    return Arbitraries.of(
            "{locale: 'en', strength: 1}",
            "{locale: 'en', strength: 2}",
            "{locale: 'de', strength: 3, caseFirst: 'upper'}",
            "{locale: 'sv', strength: 1, caseLevel: true}",
            "{locale: 'fr', strength: 2, backwards: true}",
            "{locale: 'en', strength: 3, numericOrdering: true}",
            "{locale: 'en', strength: 2, alternate: 'shifted'}")
        .map(text -> Collation.parse(BsonDocument.parse(text)));
  }

  /** Values as elsewhere, and often words that languages order otherwise than bytes do. */
  @Provide
  Arbitrary<List<BsonValue>> collatedLists() {
    Arbitrary<BsonValue> words =
        Arbitraries.of("", "a", "A", "ä", "Á", "ab", "a b", "a-b", "b", "côte", "coté", "9", "10")
            .map(BsonString::new);
    Arbitrary<BsonValue> nested = words.map(word -> new BsonDocument("t", word));
    Arbitrary<BsonValue> inArrays =
        words.list().ofMaxSize(2).map(list -> new BsonArray(List.copyOf(list)));
    return Arbitraries.oneOf(List.of(words, words, nested, inArrays, ValueSamples.values()))
        .list()
        .ofSize(2);
  }

  private static byte[] collatedKey(
      Collation collation, List<BsonValue> values, KeyOrdering ordering) {
    KeyStringBuilder builder = new KeyStringBuilder(collation);
    for (int i = 0; i < values.size(); i++) {
      builder.append(values.get(i), ordering.isDescending(i));
    }
    return builder.appendRecordId(5).toKey();
  }

  @Test
  void collatedKeysAreOrderedByTheLanguage() {
    Collation collation = Collation.parse(BsonDocument.parse("{locale: 'en', strength: 2}"));
    List<byte[]> keys = new ArrayList<>();
    for (String text : List.of("apple", "Äpfel", "BANANA", "banana")) {
      BsonValue nested = new BsonDocument("t", new BsonString(text));
      keys.add(new KeyStringBuilder(collation).append(nested, false).toKey());
    }
    assertTrue(Arrays.compareUnsigned(keys.get(0), keys.get(2)) < 0);
    assertTrue(Arrays.compareUnsigned(keys.get(1), keys.get(2)) < 0);
    assertArrayEquals(keys.get(2), keys.get(3));
  }

  @Test
  void aBuilderForgetsTheEarlierKey() {
    KeyStringBuilder builder = new KeyStringBuilder();
    builder.append(new BsonDouble(7), true).appendRecordId(3);
    builder.clear().append(new BsonInt32(7), false);
    assertArrayEquals(key(List.of(new BsonInt32(7)), 0).toKey(), builder.toKey());
    assertEquals(0, builder.typeBits().length);
  }

  private static int length(BsonValue value) {
    return key(List.of(value), 0).length();
  }

  private static KeyStringBuilder key(List<BsonValue> values, long bits) {
    return key(values, new KeyOrdering(bits));
  }

  private static KeyStringBuilder key(List<BsonValue> values, KeyOrdering ordering) {
    KeyStringBuilder builder = new KeyStringBuilder();
    for (int i = 0; i < values.size(); i++) {
      builder.append(values.get(i), ordering.isDescending(i));
    }
    return builder;
  }
}
