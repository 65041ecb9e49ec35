package dev.meerkat.query.filter;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** What may not stand in a filter inside a filter. Threads: immutable. */
final class NestedFilters {
  private NestedFilters() {}

  /** Whether an operator stands beside fields, over a whole document. */
  static boolean isTopLevel(String name) {
    return switch (name) {
      case "$and", "$or", "$nor", "$where", "$expr", "$comment", "$jsonSchema", "$sampleRate" ->
          true;
      default -> false;
    };
  }

  /** Refuses operators that need the whole document. */
  static void check(BsonDocument filter) {
    for (Map.Entry<String, BsonValue> field : filter.entrySet()) {
      switch (field.getKey()) {
        case "$expr" -> throw refusal("$expr can only be applied to the top-level document");
        case "$where" -> throw refusal("$where can only be applied to the top-level document");
        case "$text" -> throw refusal("$text can only be applied to the top-level document");
        case "$and", "$or", "$nor" -> checkBranches(field.getValue());
        default -> {}
      }
    }
  }

  private static void checkBranches(BsonValue branches) {
    if (branches.isArray()) {
      for (BsonValue branch : branches.asArray()) {
        if (branch.isDocument()) {
          check(branch.asDocument());
        }
      }
    }
  }

  private static ServerException refusal(String message) {
    return new ServerException(ErrorCode.BAD_VALUE, message);
  }
}
