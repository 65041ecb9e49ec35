package dev.meerkat.query.schema;

import dev.meerkat.spi.BsonBytes;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** {@code uniqueItems}: an array that holds no value twice. Threads: immutable. */
final class UniqueItemsRule implements Rule {
  /** Up to so many items are compared each with each. */
  private static final int FEW = 8;

  static @Nullable Rule parse(BsonValue value) {
    return Keywords.bool("uniqueItems", value) ? new UniqueItemsRule() : null;
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    return type != BsonBytes.ARRAY || findDuplicate(array, offset) < 0;
  }

  @Override
  public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
    int element = findDuplicate(array, offset);
    details.add(
        CheckRule.details("uniqueItems", BsonBoolean.TRUE, "found a duplicate item")
            .append("consideredValue", BsonBytes.decode(array, type, offset))
            .append(
                "duplicatedValue",
                BsonBytes.decode(array, array[element], BsonBytes.valueOffset(array, element))));
  }

  /** The first element that equals one before it, or -1. */
  private static int findDuplicate(byte[] array, int offset) {
    int count = ArrayItems.count(array, offset);
    return count <= FEW ? findAmongFew(array, offset) : findAmongMany(array, offset, count);
  }

  private static int findAmongFew(byte[] array, int offset) {
    int first = BsonBytes.firstElement(offset);
    for (int element = first;
        array[element] != BsonBytes.END;
        element = BsonBytes.nextElement(array, element)) {
      for (int before = first; before != element; before = BsonBytes.nextElement(array, before)) {
        if (areEqual(array, before, element)) {
          return element;
        }
      }
    }
    return -1;
  }

  /** Element offsets in an open hash table; no element begins at 0. */
  private static int findAmongMany(byte[] array, int offset, int count) {
    int[] table = new int[Integer.highestOneBit(count) * 4];
    int mask = table.length - 1;
    for (int element = BsonBytes.firstElement(offset);
        array[element] != BsonBytes.END;
        element = BsonBytes.nextElement(array, element)) {
      int hash = UnorderedValues.hash(array[element], array, BsonBytes.valueOffset(array, element));
      int slot = (hash ^ (hash >>> 16)) & mask;
      while (table[slot] != 0) {
        if (areEqual(array, table[slot], element)) {
          return element;
        }
        slot = (slot + 1) & mask;
      }
      table[slot] = element;
    }
    return -1;
  }

  private static boolean areEqual(byte[] array, int one, int other) {
    return UnorderedValues.equal(
        array[one],
        array,
        BsonBytes.valueOffset(array, one),
        array[other],
        array,
        BsonBytes.valueOffset(array, other));
  }
}
