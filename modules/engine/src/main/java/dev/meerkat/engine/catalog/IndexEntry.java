package dev.meerkat.engine.catalog;

import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * An index as the catalog keeps it. Threads: immutable, as long as nobody changes the spec.
 *
 * @param spec as {@code listIndexes} shows it
 * @param multikey bit {@code n} is set where component {@code n} has met an array in some document
 * @param ready whether the index is complete; writers maintain it before
 */
public record IndexEntry(BsonDocument spec, String ident, long multikey, boolean ready) {
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

  /** Whether a document has several keys in this index. */
  public boolean isMultikey() {
    return multikey != 0;
  }

  IndexEntry withMultikey(long components) {
    return new IndexEntry(spec, ident, multikey | components, ready);
  }

  IndexEntry withSpec(BsonDocument newSpec) {
    return new IndexEntry(newSpec, ident, multikey, ready);
  }

  IndexEntry asReady() {
    return new IndexEntry(spec, ident, multikey, true);
  }

  BsonDocument toBson() {
    return new BsonDocument("spec", spec)
        .append("ident", new BsonString(ident))
        .append("multikey", new BsonInt64(multikey))
        .append("ready", BsonBoolean.valueOf(ready));
  }

  static IndexEntry parse(BsonDocument stored) {
    return new IndexEntry(
        stored.getDocument("spec"),
        stored.getString("ident").getValue(),
        stored.getInt64("multikey").getValue(),
        stored.getBoolean("ready").getValue());
  }
}
