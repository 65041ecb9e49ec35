package dev.meerkat.engine.catalog;

import dev.meerkat.engine.index.Multikey;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * An index as the catalog keeps it. Threads: immutable, as long as nobody changes the spec.
 *
 * @param spec as {@code listIndexes} shows it
 * @param multikey where some document has arrays
 * @param ready whether the index is complete; writers maintain it before
 */
public record IndexEntry(BsonDocument spec, String ident, Multikey multikey, boolean ready) {
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

  /** Names its build while that goes on; each has an ident of its own. */
  public UUID buildUuid() {
    return UUID.nameUUIDFromBytes(ident.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a document has several keys in this index. */
  public boolean isMultikey() {
    return !multikey.isNone();
  }

  IndexEntry withMultikey(Multikey more) {
    return new IndexEntry(spec, ident, multikey.plus(more), ready);
  }

  IndexEntry withSpec(BsonDocument newSpec) {
    return new IndexEntry(newSpec, ident, multikey, ready);
  }

  IndexEntry asReady() {
    return new IndexEntry(spec, ident, multikey, true);
  }

  BsonDocument toBson() {
    BsonDocument stored = new BsonDocument("spec", spec).append("ident", new BsonString(ident));
    multikey.appendTo(stored);
    return stored.append("ready", BsonBoolean.valueOf(ready));
  }

  static IndexEntry parse(BsonDocument stored) {
    return new IndexEntry(
        stored.getDocument("spec"),
        stored.getString("ident").getValue(),
        Multikey.parse(stored),
        stored.getBoolean("ready").getValue());
  }
}
