package dev.meerkat.engine.catalog;

import dev.meerkat.engine.index.Multikey;
import java.util.UUID;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * An index as the catalog keeps it. Threads: immutable, as long as nobody changes the spec.
 *
 * @param spec as {@code listIndexes} shows it
 * @param multikey where some document has arrays
 * @param build names the build that makes it, as long as it is not complete; writers maintain it
 *     before
 */
public record IndexEntry(BsonDocument spec, String ident, Multikey multikey, @Nullable UUID build) {
  /** The name of the index that every collection has. */
  public static final String ID_NAME = "_id_";

  public String name() {
    return spec.getString("name").getValue();
  }

  public BsonDocument keyPattern() {
    return spec.getDocument("key");
  }

  public boolean isId() {
    return name().equals(ID_NAME) || isClustered();
  }

  /** Whether it says in which order the documents are kept, and is none beside them. */
  public boolean isClustered() {
    return ClusteredIndex.is(spec);
  }

  /** Whether it is complete. */
  public boolean ready() {
    return build == null;
  }

  /** Whether a document has several keys in this index. */
  public boolean isMultikey() {
    return !multikey.isNone();
  }

  IndexEntry withMultikey(Multikey more) {
    return new IndexEntry(spec, ident, multikey.plus(more), build);
  }

  IndexEntry withSpec(BsonDocument newSpec) {
    return new IndexEntry(newSpec, ident, multikey, build);
  }

  IndexEntry asReady() {
    return new IndexEntry(spec, ident, multikey, null);
  }

  BsonDocument toBson() {
    BsonDocument stored = new BsonDocument("spec", spec).append("ident", new BsonString(ident));
    multikey.appendTo(stored);
    return stored.append("ready", BsonBoolean.valueOf(ready()));
  }

  /** Builds end with the server, so that any name does for one that is read. */
  static IndexEntry parse(BsonDocument stored) {
    return new IndexEntry(
        stored.getDocument("spec"),
        stored.getString("ident").getValue(),
        Multikey.parse(stored),
        stored.getBoolean("ready").getValue() ? null : new UUID(0, 0));
  }
}
