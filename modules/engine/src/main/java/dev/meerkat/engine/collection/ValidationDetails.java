package dev.meerkat.engine.collection;

import dev.meerkat.spi.DocumentView;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Why a document failed its validator, as far as the validator's first operators tell. Threads:
 * immutable.
 */
final class ValidationDetails {
  private ValidationDetails() {}

  /** The field {@code details} of the error's {@code errInfo}. */
  static BsonDocument of(BsonDocument validator, DocumentView document) {
    if (validator.size() != 1) {
      return new BsonDocument("operatorName", new BsonString("$and"))
          .append("clausesNotSatisfied", clauses(validator, document));
    }
    Map.Entry<String, BsonValue> only = validator.entrySet().iterator().next();
    return clause(only.getKey(), only.getValue(), document);
  }

  private static BsonArray clauses(BsonDocument validator, DocumentView document) {
    BsonArray clauses = new BsonArray();
    int index = 0;
    for (Map.Entry<String, BsonValue> field : validator.entrySet()) {
      clauses.add(
          new BsonDocument("index", new org.bson.BsonInt32(index++))
              .append("details", clause(field.getKey(), field.getValue(), document)));
    }
    return clauses;
  }

  private static BsonDocument clause(String name, BsonValue spec, DocumentView document) {
    if (name.startsWith("$")) {
      return new BsonDocument("operatorName", new BsonString(name))
          .append("specifiedAs", new BsonDocument(name, spec));
    }
    String operator = operator(spec);
    BsonDocument details =
        new BsonDocument("operatorName", new BsonString(operator))
            .append("specifiedAs", new BsonDocument(name, spec));
    BsonValue considered = value(document, name);
    if (considered == null) {
      return details.append("reason", new BsonString("field was missing"));
    }
    return details
        .append("reason", new BsonString(reason(operator)))
        .append("consideredValue", considered);
  }

  private static String operator(BsonValue spec) {
    return spec instanceof BsonDocument operators
            && !operators.isEmpty()
            && operators.getFirstKey().startsWith("$")
        ? operators.getFirstKey()
        : "$eq";
  }

  private static String reason(String operator) {
    return switch (operator) {
      case "$type" -> "type did not match";
      case "$in" -> "no matching value found in array";
      case "$nin" -> "matching value found in array";
      case "$regex" -> "regular expression did not match";
      case "$exists" -> "path does exist";
      case "$size" -> "array length was not equal to given size";
      case "$mod" -> "$mod did not evaluate to expected remainder";
      default -> "comparison failed";
    };
  }

  private static @Nullable BsonValue value(DocumentView document, String path) {
    BsonValue value = document.toBson();
    for (String component : path.split("\\.", -1)) {
      value = value instanceof BsonDocument nested ? nested.get(component) : null;
      if (value == null) {
        return null;
      }
    }
    return value;
  }
}
