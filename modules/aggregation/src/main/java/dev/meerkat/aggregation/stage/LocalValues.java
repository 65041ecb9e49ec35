package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.values.ExpressionPaths;
import dev.meerkat.values.FieldPath;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What {@code localField} of {@code $lookup} means: as in filters, a number in the path may be the
 * place of an array's element. Threads: immutable.
 */
final class LocalValues {
  private LocalValues() {}

  /** The value, or an array of all values that the path leads to; null is missing. */
  static @Nullable BsonValue of(FieldPath path, DocumentView document) {
    for (int i = 1; i < path.size(); i++) {
      if (isNumber(path.component(i))) {
        BsonArray values = new BsonArray();
        collect(document.toBson(), path, 0, values);
        return values;
      }
    }
    return ExpressionPaths.evaluate(path, document);
  }

  private static boolean isNumber(String component) {
    for (int i = component.startsWith("-") ? 1 : 0; i < component.length(); i++) {
      if (component.charAt(i) < '0' || component.charAt(i) > '9') {
        return false;
      }
    }
    return !component.isEmpty();
  }

  private static void collect(
      @Nullable BsonValue value, FieldPath path, int depth, BsonArray values) {
    if (depth == path.size()) {
      if (value instanceof BsonArray array) {
        values.addAll(array);
      } else {
        values.add(value == null ? BsonNull.VALUE : value);
      }
      return;
    }
    switch (value) {
      case BsonDocument document ->
          collect(document.get(path.component(depth)), path, depth + 1, values);
      case BsonArray array -> {
        int index = path.arrayIndex(depth);
        if (index >= 0 || isNumber(path.component(depth))) {
          collect(
              index >= 0 && index < array.size() ? array.get(index) : null,
              path,
              depth + 1,
              values);
        }
        for (BsonValue element : array) {
          if (element instanceof BsonDocument document
              && (index < 0 || document.containsKey(path.component(depth)))) {
            collect(document.get(path.component(depth)), path, depth + 1, values);
          }
        }
      }
      case null, default -> values.add(BsonNull.VALUE);
    }
  }
}
