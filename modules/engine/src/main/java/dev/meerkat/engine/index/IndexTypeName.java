package dev.meerkat.engine.index;

import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Which index type a key pattern asks for. Threads: immutable. */
public final class IndexTypeName {
  private IndexTypeName() {}

  /**
   * The first word in a key pattern, or the types without a word: {@code wildcard} where a field is
   * {@code $**}, and {@code btree}.
   */
  public static String of(BsonDocument keyPattern) {
    for (BsonValue component : keyPattern.values()) {
      if (component.isString()) {
        return component.asString().getValue();
      }
    }
    return hasWildcard(keyPattern) ? WildcardIndexType.NAME : BtreeIndexType.NAME;
  }

  /** Whether a field is {@code $**}, or ends so. */
  public static boolean hasWildcard(BsonDocument keyPattern) {
    return keyPattern.keySet().stream().anyMatch(WildcardPattern::isWildcard);
  }
}
