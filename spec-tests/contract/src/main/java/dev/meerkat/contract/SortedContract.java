package dev.meerkat.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.TableKind;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What sorted tables promise. Threads: one test at a time. */
public abstract class SortedContract extends RecordContract {
  /** In unsigned byte order; a prefix stands before what it begins. */
  private static final List<String> KEYS =
      List.of(
          "\0",
          "\0\0",
          "\0\u00FF",
          "a",
          "a\0",
          "aa",
          "b",
          "\u007F",
          "\u0080",
          "\u00FF",
          "\u00FF\0",
          "\u00FF\u00FF");

  private SortedTable filled(TableKind kind) {
    SortedTable table = createSorted("sorted", kind);
    write(
        transaction -> {
          for (String key : KEYS.reversed()) {
            table.put(transaction, bytes(key), bytes("value of " + key));
          }
        });
    return table;
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEX", "TABLE"})
  void keysAreFoundWithTheirValues(TableKind kind) {
    SortedTable table = filled(kind);
    try (Snapshot snapshot = storage().openSnapshot()) {
      for (String key : KEYS) {
        assertArrayEquals(bytes("value of " + key), table.find(snapshot, bytes(key)));
      }
      assertNull(table.find(snapshot, bytes("c")));
      assertNull(table.find(snapshot, bytes("\u00FF\u00FF\u00FF")));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEX", "TABLE"})
  void theLeastKeyThatIsNotBeforeAnotherIsFound(TableKind kind) {
    SortedTable table = filled(kind);
    SortedTable neighbour = createSorted("neighbour", kind);
    write(transaction -> neighbour.put(transaction, bytes("b\0"), bytes("another table's")));
    try (Snapshot snapshot = storage().openSnapshot()) {
      for (String bound : bounds().subList(1, bounds().size())) {
        String expected =
            KEYS.stream()
                .filter(key -> Arrays.compareUnsigned(bytes(key), bytes(bound)) >= 0)
                .findFirst()
                .orElse(null);
        assertArrayEquals(
            expected == null ? null : bytes(expected), table.ceiling(snapshot, bytes(bound)));
      }
      assertArrayEquals(bytes("b\0"), neighbour.ceiling(snapshot, bytes("a")));
      assertNull(neighbour.ceiling(snapshot, bytes("b\0\0")));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEX", "TABLE"})
  void aTransactionFindsTheLeastKeyOfItsOwn(TableKind kind) {
    SortedTable table = filled(kind);
    write(
        transaction -> {
          assertArrayEquals(bytes("b"), table.ceiling(transaction, bytes("ab")));
          table.put(transaction, bytes("ab\0"), bytes("new"));
          assertArrayEquals(bytes("ab\0"), table.ceiling(transaction, bytes("ab")));
          boolean deleted = table.delete(transaction, bytes("ab\0"));
          assertTrue(deleted);
          assertArrayEquals(bytes("b"), table.ceiling(transaction, bytes("ab")));
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEX", "TABLE"})
  void cursorsWalkInUnsignedOrderAndInReverse(TableKind kind) {
    SortedTable table = filled(kind);
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertEquals(KEYS, keys(table, snapshot, KeyRange.ALL, Direction.FORWARD));
      assertEquals(KEYS.reversed(), keys(table, snapshot, KeyRange.ALL, Direction.REVERSE));
      assertEquals(KEYS.size(), table.count(snapshot, KeyRange.ALL, Long.MAX_VALUE));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEX", "TABLE"})
  void boundsAreInclusiveOrExclusiveAsAsked(TableKind kind) {
    SortedTable table = filled(kind);
    try (Snapshot snapshot = storage().openSnapshot()) {
      for (String lower : bounds()) {
        for (String upper : bounds()) {
          for (int flags = 0; flags < 4; flags++) {
            assertRange(table, snapshot, range(lower, (flags & 1) != 0, upper, (flags & 2) != 0));
          }
        }
      }
    }
  }

  /** Bounds that are keys, that are none, and no bound. */
  private static List<String> bounds() {
    return List.of(
        "none",
        "\0",
        "\0\u0001",
        "a",
        "a\0",
        "a\0\0",
        "b",
        "c",
        "\u00FF",
        "\u00FF\u00FF",
        "\u00FF\u00FF\0");
  }

  private static KeyRange range(String lower, boolean fromIt, String upper, boolean toIt) {
    return new KeyRange(
        lower.equals("none") ? null : bytes(lower),
        fromIt,
        upper.equals("none") ? null : bytes(upper),
        toIt);
  }

  private static void assertRange(SortedTable table, Snapshot snapshot, KeyRange range) {
    List<String> expected = KEYS.stream().filter(key -> isWithin(range, bytes(key))).toList();
    assertEquals(expected, keys(table, snapshot, range, Direction.FORWARD), range::toString);
    assertEquals(
        expected.reversed(), keys(table, snapshot, range, Direction.REVERSE), range::toString);
    assertEquals(expected.size(), table.count(snapshot, range, 1000), range::toString);
    assertEquals(Math.min(2, expected.size()), table.count(snapshot, range, 2), range::toString);
  }

  /** Whether a range holds a key, said as plainly as can be. */
  static boolean isWithin(KeyRange range, byte[] key) {
    return isOnSide(key, range.lower(), range.lowerInclusive(), 1)
        && isOnSide(key, range.upper(), range.upperInclusive(), -1);
  }

  private static boolean isOnSide(
      byte[] key, byte @Nullable [] bound, boolean inclusive, int side) {
    if (bound == null) {
      return true;
    }
    int order = Arrays.compareUnsigned(key, bound) * side;
    return inclusive ? order >= 0 : order > 0;
  }

  @Test
  void prefixRangesHoldWhatBeginsWithThePrefix() {
    SortedTable table = filled(TableKind.INDEX);
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertEquals(
          List.of("a", "a\0", "aa"),
          keys(table, snapshot, KeyRange.prefix(bytes("a")), Direction.FORWARD));
      assertEquals(
          List.of("\u00FF", "\u00FF\0", "\u00FF\u00FF"),
          keys(table, snapshot, KeyRange.prefix(bytes("\u00FF")), Direction.FORWARD));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEX", "TABLE"})
  void cursorsSeekForthAndBackWithinTheirRange(TableKind kind) {
    SortedTable table = filled(kind);
    KeyRange range = new KeyRange(bytes("a"), false, bytes("\u0080"), true);
    try (Snapshot snapshot = storage().openSnapshot();
        SortedCursor forward = table.open(snapshot, range, Direction.FORWARD);
        SortedCursor reverse = table.open(snapshot, range, Direction.REVERSE)) {
      assertSeek("b", forward, "b", true);
      assertSeek("\u007F", forward, "b", false);
      assertSeek("a\0", forward, "a", true);
      assertSeek("a\0", forward, "\0", true);
      assertSeek("\u007F", forward, "c", true);
      forward.seek(bytes("\u0080"), false);
      assertFalse(forward.advance());
      assertFalse(forward.advance());
      forward.seek(bytes("\u00FF"), true);
      assertFalse(forward.advance());
      assertSeek("\u0080", forward, "\u0080", true);

      assertSeek("b", reverse, "b", true);
      assertSeek("aa", reverse, "b", false);
      assertSeek("\u0080", reverse, "\u0080", true);
      assertSeek("\u0080", reverse, "\u00FF", true);
      assertSeek("b", reverse, "c", true);
      reverse.seek(bytes("a"), true);
      assertFalse(reverse.advance());
      reverse.seek(bytes("\0"), true);
      assertFalse(reverse.advance());
      assertSeek("a\0", reverse, "a\0", true);
    }
  }

  private static void assertSeek(
      String expected, SortedCursor cursor, String key, boolean inclusive) {
    cursor.seek(bytes(key), inclusive);
    assertTrue(cursor.advance());
    assertEquals(expected, text(Arrays.copyOf(cursor.key(), cursor.keyLength())));
    assertEquals("value of " + expected, text(cursor.value()));
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEX", "TABLE"})
  void emptyValuesAreEmptyAndNotAbsent(TableKind kind) {
    SortedTable table = createSorted("sorted", kind);
    write(transaction -> table.put(transaction, bytes("k"), new byte[0]));
    try (Snapshot snapshot = storage().openSnapshot();
        SortedCursor cursor = table.open(snapshot, KeyRange.ALL, Direction.FORWARD)) {
      byte[] value = table.find(snapshot, bytes("k"));
      assertNotNull(value);
      assertEquals(0, value.length);
      assertTrue(cursor.advance());
      assertEquals(0, cursor.value().length);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEX", "TABLE"})
  void putReplacesAndDeleteTellsWhetherTheKeyWasThere(TableKind kind) {
    SortedTable table = createSorted("sorted", kind);
    write(
        transaction -> {
          table.put(transaction, bytes("k"), bytes("1"));
          table.put(transaction, bytes("k"), bytes("22"));
          assertEquals(1, table.count(transaction, KeyRange.ALL, 10));
        });
    assertArrayEquals(bytes("22"), read(snapshot -> table.find(snapshot, bytes("k"))));
    write(
        transaction -> {
          assertFalse(table.delete(transaction, bytes("k\0")));
          assertTrue(table.delete(transaction, bytes("k")));
          assertFalse(table.delete(transaction, bytes("k")));
          assertNull(table.find(transaction, bytes("k")));
        });
    long left = read(snapshot -> table.count(snapshot, KeyRange.ALL, 10));
    assertEquals(0, left);
  }

  @Test
  void putTakesItsBytesAndLeavesTheCallersArraysAlone() {
    SortedTable table = createSorted("sorted", TableKind.INDEX);
    byte[] key = bytes("key");
    byte[] value = bytes("value");
    write(
        transaction -> {
          table.put(transaction, key, value);
          Arrays.fill(key, (byte) 'x');
          Arrays.fill(value, (byte) 'x');
        });
    assertArrayEquals(bytes("value"), read(snapshot -> table.find(snapshot, bytes("key"))));
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEX", "TABLE"})
  void documentsArePutFromTheMiddleOfABuffer(TableKind kind) {
    SortedTable table = createSorted("sorted", kind);
    DocumentView one = DocumentView.of(new BsonDocument("n", new BsonInt32(1)));
    DocumentView two = DocumentView.of(new BsonDocument("n", new BsonInt32(2)));
    byte[] buffer = new byte[3 + one.length() + 5];
    write(
        transaction -> {
          // The key is as long as the value; and the second takes the buffer of the first.
          for (DocumentView document : List.of(one, two)) {
            System.arraycopy(document.array(), document.offset(), buffer, 3, document.length());
            table.put(transaction, document.toBytes(), DocumentView.borrowed(buffer, 3));
            Arrays.fill(buffer, (byte) 'x');
          }
          assertArrayEquals(one.toBytes(), table.find(transaction, one.toBytes()));
        });
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertArrayEquals(one.toBytes(), table.find(snapshot, one.toBytes()));
      assertArrayEquals(two.toBytes(), table.find(snapshot, two.toBytes()));
    }
  }

  @Test
  void longKeysAndLargeValuesAreKept() {
    SortedTable table = createSorted("sorted", TableKind.TABLE);
    byte[] longKey = new byte[65536];
    Arrays.fill(longKey, (byte) 'k');
    byte[] largeValue = new byte[(16 << 20) + (64 << 10)];
    Arrays.fill(largeValue, (byte) 'v');
    byte[] prefix = Arrays.copyOf(longKey, 65535);
    write(
        transaction -> {
          table.put(transaction, longKey, bytes("long"));
          table.put(transaction, prefix, largeValue);
        });
    try (Snapshot snapshot = storage().openSnapshot();
        SortedCursor cursor = table.open(snapshot, KeyRange.ALL, Direction.FORWARD)) {
      assertArrayEquals(bytes("long"), table.find(snapshot, longKey));
      assertArrayEquals(largeValue, table.find(snapshot, prefix));
      assertTrue(cursor.advance());
      assertEquals(65535, cursor.keyLength());
      assertEquals(largeValue.length, cursor.value().length);
      assertTrue(cursor.advance());
      assertEquals(65536, cursor.keyLength());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEX", "TABLE"})
  void tablesDoNotSeeEachOther(TableKind kind) {
    SortedTable first = createSorted("first", kind);
    SortedTable second = createSorted("second", kind);
    SortedTable third = createSorted("third", kind);
    write(
        transaction -> {
          first.put(transaction, bytes("\u00FF\u00FF\u00FF\u00FF\u00FF"), bytes("1"));
          third.put(transaction, bytes("\0"), bytes("3"));
        });
    try (Snapshot snapshot = storage().openSnapshot()) {
      assertEquals(List.of(), keys(second, snapshot, KeyRange.ALL, Direction.FORWARD));
      assertEquals(List.of(), keys(second, snapshot, KeyRange.ALL, Direction.REVERSE));
      assertEquals(0, second.count(snapshot, KeyRange.ALL, 10));
      assertEquals(1, first.count(snapshot, KeyRange.ALL, 10));
    }
  }
}
