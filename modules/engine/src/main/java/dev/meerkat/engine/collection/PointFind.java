package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.CursorReply;
import dev.meerkat.engine.cursor.ReadView;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A find of the document with one {@code _id} that asks for nothing else. It is answered, and noted
 * in all statistics, as by the plan that it would have, but without a filter, a plan and a cursor.
 * Threads: immutable.
 *
 * @param isPlain whether it says nothing of batches either
 * @param array holds the {@code _id}, a value of type {@code type} at {@code offset}
 */
public record PointFind(Namespace namespace, boolean isPlain, byte type, byte[] array, int offset) {
  private static final byte[] ID = BsonBytes.nameBytes("_id");
  private static final String ID_INDEX = "_id_";

  /**
   * The find that a filter is if nothing stands beside it; null where it asks for something else.
   */
  public static @Nullable PointFind of(Namespace namespace, DocumentView filter, boolean isPlain) {
    byte[] array = filter.array();
    int element = BsonBytes.firstElement(filter.offset());
    if (!isPlainValue(array[element])
        || !BsonBytes.nameEquals(array, element, ID)
        || array[BsonBytes.nextElement(array, element)] != BsonBytes.END) {
      return null;
    }
    return new PointFind(
        namespace, isPlain, array[element], array, BsonBytes.valueOffset(array, element));
  }

  /** Whether a filter takes a value of that type for nothing but itself. */
  static boolean isPlainValue(byte type) {
    return switch (type) {
      case BsonBytes.INT32,
          BsonBytes.INT64,
          BsonBytes.DOUBLE,
          BsonBytes.STRING,
          BsonBytes.OBJECT_ID,
          BsonBytes.BINARY,
          BsonBytes.DATE_TIME,
          BsonBytes.BOOLEAN ->
          true;
      default -> false;
    };
  }

  /**
   * Writes the reply's field {@code cursor}.
   *
   * @return false where nothing is written, because the collection does not have its documents by
   *     their {@code _id} as it stands
   */
  public boolean reply(Operation operation, DocumentBuilder reply) {
    try (ReadView view = operation.readPoint().open()) {
      CollectionEntry entry = view.catalog().find(namespace);
      if (entry == null || entry.isView() || entry.options().collation() != null) {
        return false;
      }
      StoredCollection collection = operation.engine().collections().of(entry);
      CollectionIndex index = idIndex(collection.source().indexes());
      if (index == null) {
        return false;
      }
      operation.namespace(namespace);
      operation.admitQuery();
      operation.current().planSummary(summary(index.isClustered()));
      entry.life().used(ID_INDEX);
      DocumentView found =
          new IdSearch(operation.engine().collections().idHints(), type, array, offset)
              .find(collection.records(), index, view.storage(), index.keyBuilder());
      operation
          .current()
          .examined(found == null || index.isClustered() ? 0 : 1, found == null ? 0 : 1);
      CursorReply.write(
          namespace, operation.readPoint(), found == null ? List.of() : List.of(found), reply);
      return true;
    }
  }

  /** The plan in a few words; none of these is made for each find. */
  private Supplier<String> summary(boolean isClustered) {
    if (isClustered) {
      return isPlain ? () -> "EXPRESS_CLUSTERED_IXSCAN" : () -> "CLUSTERED_IXSCAN";
    }
    return isPlain ? () -> "EXPRESS_IXSCAN { _id: 1 }" : () -> "IDHACK";
  }

  private static @Nullable CollectionIndex idIndex(List<CollectionIndex> indexes) {
    for (int i = 0; i < indexes.size(); i++) {
      CollectionIndex index = indexes.get(i);
      if (index.name().equals(ID_INDEX) && index.collation().isSimple()) {
        return index;
      }
    }
    return null;
  }
}
