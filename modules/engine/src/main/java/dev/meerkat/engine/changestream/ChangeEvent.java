package dev.meerkat.engine.changestream;

import dev.meerkat.spi.Namespace;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A change that a stream tells of, before its event is written out. Threads: immutable.
 *
 * @param operationType MongoDB's word for the kind of event
 * @param namespace what has changed
 * @param description what is told of changes of collections and indexes, or null
 */
record ChangeEvent(
    OplogChange change,
    String operationType,
    Namespace namespace,
    ResumeToken token,
    @Nullable BsonDocument description) {

  /** Whether it is an insert, an update, a replacement or a deletion of a document. */
  boolean isOfDocument() {
    return switch (operationType) {
      case "insert", "update", "replace", "delete" -> true;
      default -> false;
    };
  }
}
