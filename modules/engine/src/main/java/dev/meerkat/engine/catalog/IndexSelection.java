package dev.meerkat.engine.catalog;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Which indexes dropIndexes means. Threads: immutable. */
final class IndexSelection {
  private IndexSelection() {}

  static List<IndexEntry> of(CollectionEntry entry, BsonValue index) {
    List<IndexEntry> selected = new ArrayList<>();
    if (index.isString() && index.asString().getValue().equals("*")) {
      entry.indexes().stream().filter(each -> !each.isId()).forEach(selected::add);
    } else if (index.isString()) {
      selected.add(byName(entry, index.asString().getValue()));
    } else if (index.isArray()) {
      for (BsonValue name : index.asArray()) {
        if (!name.isString()) {
          throw new ServerException(
              ErrorCode.TYPE_MISMATCH, "dropIndexes takes an array of index names");
        }
        selected.add(byName(entry, name.asString().getValue()));
      }
    } else if (index.isDocument()) {
      selected.add(byPattern(entry, index.asDocument()));
    } else {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "the index must be a name, a key pattern or an array of names");
    }
    for (IndexEntry each : selected) {
      if (each.isClustered()) {
        throw new ServerException(
            ErrorCode.location(5979800), "It is illegal to drop the clusteredIndex");
      }
      if (each.isId()) {
        throw new ServerException(ErrorCode.INVALID_OPTIONS, "cannot drop _id index");
      }
      refusePartOfBuild(entry, each, selected);
    }
    return selected;
  }

  /** A build ends as a whole or not at all. */
  private static void refusePartOfBuild(
      CollectionEntry entry, IndexEntry index, List<IndexEntry> selected) {
    if (index.ready()) {
      return;
    }
    for (IndexEntry other : entry.indexes()) {
      if (Objects.equals(other.build(), index.build()) && !selected.contains(other)) {
        throw new ServerException(
            ErrorCode.INDEX_NOT_FOUND, "can't drop unfinished index with name: " + index.name());
      }
    }
  }

  private static IndexEntry byName(CollectionEntry entry, String name) {
    IndexEntry index = entry.index(name);
    if (index == null) {
      throw new ServerException(
          ErrorCode.INDEX_NOT_FOUND, "index not found with name [" + name + "]");
    }
    return index;
  }

  /**
   * The one index with a key pattern.
   *
   * @throws ServerException 27 where there is none, 181 where there are several
   */
  static IndexEntry byPattern(CollectionEntry entry, BsonDocument pattern) {
    List<IndexEntry> matching =
        entry.indexes().stream()
            .filter(index -> IndexConflicts.samePattern(index.keyPattern(), pattern))
            .toList();
    if (matching.isEmpty()) {
      throw new ServerException(
          ErrorCode.INDEX_NOT_FOUND, "can't find index with key: " + pattern.toJson());
    }
    if (matching.size() > 1) {
      throw new ServerException(
          ErrorCode.AMBIGUOUS_INDEX_KEY_PATTERN,
          matching.size()
              + " indexes found for key: "
              + pattern.toJson()
              + ", identify by name instead.");
    }
    return matching.getFirst();
  }
}
