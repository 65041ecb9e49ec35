package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A filter that is one plain value of {@code _id}, as the bytes that have come: what writes of one
 * document ask for. They find it without a filter or a plan. Threads: immutable, valid as long as
 * the command's bytes.
 */
public sealed class PointId permits PointUpdate {
  private static final byte[] ID = BsonBytes.nameBytes("_id");

  private final byte[] array;
  private final int q;

  /**
   * @param array holds the filter, of which {@link #isOne} has to be true
   * @param q where it stands
   */
  PointId(byte[] array, int q) {
    this.array = array;
    this.q = q;
  }

  /** What a filter asks for; null where that is anything else. */
  public static @Nullable PointId of(DocumentView q) {
    return isOne(q.array(), q.offset()) ? new PointId(q.array(), q.offset()) : null;
  }

  /** Whether a filter that stands in an array is one plain value of {@code _id}. */
  public static boolean isOne(byte[] array, int q) {
    int element = BsonBytes.firstElement(q);
    return isPlainId(array[element])
        && BsonBytes.nameEquals(array, element, ID)
        && array[BsonBytes.nextElement(array, element)] == BsonBytes.END;
  }

  /** Whether a filter takes a value of that type for nothing but itself, and one key is its own. */
  private static boolean isPlainId(byte type) {
    return type != BsonBytes.DOUBLE && PointFind.isPlainValue(type);
  }

  /** Holds the filter. */
  final byte[] array() {
    return array;
  }

  final BsonDocument decoded() {
    return BsonBytes.decodeDocument(array, q);
  }

  /** Whether a collection has its documents by their {@code _id} as it stands. */
  static boolean isAnswered(Operation operation, Namespace namespace) {
    CollectionEntry entry = operation.collections().find(namespace);
    return entry != null && !entry.isView() && entry.options().collation() == null;
  }

  /** Changes the document in a turn; null where there is none. */
  final <R> @Nullable R change(
      Operation operation, Turn turn, Namespace namespace, Statement.Change<R> change) {
    CollectionEntry entry = turn.catalog().find(namespace);
    if (entry == null) {
      return null;
    }
    Reads.refuseView(entry);
    StoredCollection collection = operation.engine().collections().of(entry);
    CollectionWriter writer = new CollectionWriter(operation.engine(), turn, collection);
    int element = BsonBytes.firstElement(q);
    IdSearch search =
        new IdSearch(
            operation.engine().collections().idHints(),
            array[element],
            array,
            BsonBytes.valueOffset(array, element));
    DocumentView document = writer.find(search);
    return document == null ? null : change.apply(turn, writer, search.recordId(), document);
  }
}
