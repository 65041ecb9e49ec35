package dev.meerkat.engine.collection;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What an update says that changes the document with one {@code _id} by operators and asks for
 * nothing else: as the bytes that have come, which are decoded only where the long way is taken.
 * Threads: immutable, valid as long as the command's bytes.
 */
public final class PointUpdate extends PointId {
  private static final byte[] Q = BsonBytes.nameBytes("q");
  private static final byte[] U = BsonBytes.nameBytes("u");
  private static final byte[] MULTI = BsonBytes.nameBytes("multi");
  private static final byte[] UPSERT = BsonBytes.nameBytes("upsert");

  private final int u;

  private PointUpdate(byte[] array, int q, int u) {
    super(array, q);
    this.u = u;
  }

  /** The update that a filter and a change are; null where they are something else. */
  public static @Nullable PointUpdate of(DocumentView q, DocumentView u) {
    return q.array() == u.array() ? of(q.array(), q.offset(), u.offset()) : null;
  }

  private static @Nullable PointUpdate of(byte[] array, int q, int u) {
    return isOperators(array, u) && isOne(array, q) ? new PointUpdate(array, q, u) : null;
  }

  /** The update that a statement of the update command is; null where it says anything else. */
  public static @Nullable PointUpdate ofStatement(DocumentView statement) {
    byte[] array = statement.array();
    int q = 0;
    int u = 0;
    int element = BsonBytes.firstElement(statement.offset());
    while (array[element] != BsonBytes.END) {
      byte type = array[element];
      int value = BsonBytes.valueOffset(array, element);
      if (q == 0 && type == BsonBytes.DOCUMENT && BsonBytes.nameEquals(array, element, Q)) {
        q = value;
      } else if (u == 0 && type == BsonBytes.DOCUMENT && BsonBytes.nameEquals(array, element, U)) {
        u = value;
      } else if (!isFalse(array, element, MULTI) && !isFalse(array, element, UPSERT)) {
        return null;
      }
      element = BsonBytes.nextElement(array, element);
    }
    return q == 0 || u == 0 ? null : of(array, q, u);
  }

  private static boolean isFalse(byte[] array, int element, byte[] name) {
    return array[element] == BsonBytes.BOOLEAN
        && BsonBytes.nameEquals(array, element, name)
        && array[BsonBytes.valueOffset(array, element)] == 0;
  }

  private static boolean isOperators(byte[] array, int u) {
    int element = BsonBytes.firstElement(u);
    return array[element] != BsonBytes.END && array[element + 1] == '$';
  }

  /** Where the operators stand, in the array that holds the filter. */
  int u() {
    return u;
  }

  BsonDocument decodedU() {
    return BsonBytes.decodeDocument(array(), u);
  }
}
