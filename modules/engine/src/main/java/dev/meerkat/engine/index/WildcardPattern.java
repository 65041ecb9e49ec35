package dev.meerkat.engine.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * The key pattern of a wildcard index, taken apart. Threads: immutable.
 *
 * @param pattern as the caller gave it
 * @param position of the wildcard among the fields
 * @param root the path below which everything is held; empty for the whole document
 */
record WildcardPattern(BsonDocument pattern, int position, String root) {
  /** The component before a wildcard's value: the path at which the value stands. */
  static final String PATH = "$_path";

  private static final String WILDCARD = "$**";

  /** Whether a field of a key pattern names a wildcard. */
  static boolean isWildcard(String field) {
    return field.equals(WILDCARD) || field.endsWith("." + WILDCARD);
  }

  /** Takes a pattern apart that has one wildcard. */
  static WildcardPattern of(BsonDocument pattern) {
    int position = 0;
    for (String field : pattern.keySet()) {
      if (isWildcard(field)) {
        int end = field.length() - WILDCARD.length() - 1;
        return new WildcardPattern(pattern, position, end < 0 ? "" : field.substring(0, end));
      }
      position++;
    }
    throw new IllegalArgumentException("no wildcard in " + pattern);
  }

  /** The fields beside the wildcard, in their order. */
  List<String> regular() {
    List<String> fields = new ArrayList<>(pattern.keySet());
    fields.remove(position);
    return fields;
  }

  /** The components of a key: a wildcard takes two. */
  BsonDocument layout() {
    return expand(WILDCARD);
  }

  /** The components of a key for values at {@code path}. */
  BsonDocument expand(String path) {
    BsonDocument components = new BsonDocument();
    for (Map.Entry<String, BsonValue> field : pattern.entrySet()) {
      if (isWildcard(field.getKey())) {
        components.append(PATH, field.getValue()).append(path, field.getValue());
      } else {
        components.append(field.getKey(), field.getValue());
      }
    }
    return components;
  }

  /** The components before the wildcard, and the path's. */
  BsonDocument prefix() {
    BsonDocument components = new BsonDocument();
    for (Map.Entry<String, BsonValue> field : pattern.entrySet()) {
      if (isWildcard(field.getKey())) {
        return components.append(PATH, field.getValue());
      }
      components.append(field.getKey(), field.getValue());
    }
    return components;
  }
}
