package dev.meerkat.engine.catalog;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * A collection or view as the catalog keeps it. Threads: immutable.
 *
 * @param ident the record store's name; of a view only the entry's own
 * @param life what belongs to the collection from its creation to its end, shared by all its
 *     entries
 */
public record CollectionEntry(
    Namespace namespace,
    UUID uuid,
    String ident,
    CollectionOptions options,
    List<IndexEntry> indexes,
    CollectionLife life) {
  public CollectionEntry {
    indexes = List.copyOf(indexes);
  }

  public boolean isView() {
    return options.isView();
  }

  /** The index of that name, ready or not, or null. */
  public @Nullable IndexEntry index(String name) {
    for (IndexEntry index : indexes) {
      if (index.name().equals(name)) {
        return index;
      }
    }
    return null;
  }

  /** Whether an index of it is built. */
  public boolean isBuilding() {
    for (IndexEntry index : indexes) {
      if (!index.ready()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Refuses what must not be done to a collection while an index of it is built.
   *
   * @throws ServerException 12587
   */
  void refuseDuringBuild() {
    if (isBuilding()) {
      throw new ServerException(
          ErrorCode.of(12587),
          "cannot perform operation: an index build is currently running for collection with UUID: "
              + uuid);
    }
  }

  /** The number of indexes that clients count: a clustered collection's own is none of them. */
  public int indexCount() {
    int count = 0;
    for (IndexEntry index : indexes) {
      count += index.isClustered() ? 0 : 1;
    }
    return count;
  }

  public CollectionEntry withNamespace(Namespace renamed) {
    return new CollectionEntry(renamed, uuid, ident, options, indexes, life);
  }

  public CollectionEntry withOptions(CollectionOptions changed) {
    return new CollectionEntry(namespace, uuid, ident, changed, indexes, life);
  }

  public CollectionEntry withIndexes(List<IndexEntry> changed) {
    return new CollectionEntry(namespace, uuid, ident, options, changed, life);
  }

  /** This entry with one index replaced by another of the same ident. */
  CollectionEntry withIndex(IndexEntry changed) {
    List<IndexEntry> all = new ArrayList<>(indexes.size());
    for (IndexEntry index : indexes) {
      all.add(index.ident().equals(changed.ident()) ? changed : index);
    }
    return withIndexes(all);
  }

  BsonDocument toBson() {
    BsonArray indexArray = new BsonArray();
    for (IndexEntry index : indexes) {
      indexArray.add(index.toBson());
    }
    return new BsonDocument("ns", new BsonString(namespace.fullName()))
        .append("uuid", new BsonBinary(uuid, UuidRepresentation.STANDARD))
        .append("ident", new BsonString(ident))
        .append("options", options.toBson())
        .append("indexes", indexArray);
  }

  static CollectionEntry parse(BsonDocument stored) {
    List<IndexEntry> indexes = new ArrayList<>();
    for (BsonValue index : stored.getArray("indexes")) {
      indexes.add(IndexEntry.parse(index.asDocument()));
    }
    return new CollectionEntry(
        Namespace.parse(stored.getString("ns").getValue()),
        stored.getBinary("uuid").asUuid(UuidRepresentation.STANDARD),
        stored.getString("ident").getValue(),
        CollectionOptions.stored(stored.getDocument("options")),
        indexes,
        CollectionLife.resumed());
  }
}
