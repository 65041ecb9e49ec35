package dev.meerkat.query.filter;

import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Tells documents of operators from documents that are values. Threads: immutable. */
final class OperatorDocuments {
  private OperatorDocuments() {}

  /**
   * Whether a value is a document whose first name begins with {@code $}, and no DBRef ({@code
   * $ref} and {@code $id}), which is a value like any other.
   */
  static boolean isOperatorDocument(BsonValue value) {
    return value.isDocument()
        && !value.asDocument().isEmpty()
        && value.asDocument().getFirstKey().startsWith("$")
        && !isDbRef(value.asDocument());
  }

  private static boolean isDbRef(BsonDocument document) {
    BsonValue collection = document.get("$ref");
    return collection != null && collection.isString() && document.containsKey("$id");
  }
}
