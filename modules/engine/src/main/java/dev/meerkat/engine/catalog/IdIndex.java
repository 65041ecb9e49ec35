package dev.meerkat.engine.catalog;

import dev.meerkat.engine.diagnostic.Profiler;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Collation;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The index on {@code _id} that a collection has. Threads: immutable. */
final class IdIndex {
  private static final Set<String> ALLOWED = Set.of("v", "key", "name", "ns", "collation");

  /** Its spec without a collation, as {@code listIndexes} shows it. */
  static final BsonDocument DEFAULT_SPEC = plainSpec();

  private IdIndex() {}

  /** Whether the collection of that name has one: all but the profile, which is only added to. */
  static boolean isKept(Namespace namespace) {
    return !namespace.collection().equals(Profiler.COLLECTION);
  }

  /**
   * The spec for a collection.
   *
   * @param given the create command's {@code idIndex}, or null
   */
  static BsonDocument spec(CollectionOptions options, @Nullable BsonDocument given) {
    if (given != null) {
      check(options, given);
    }
    BsonDocument spec =
        options.isClustered() ? ClusteredIndex.spec(options.clusteredIndex()) : plainSpec();
    if (options.collation() != null) {
      spec.append("collation", options.collation());
    }
    return spec;
  }

  private static void check(CollectionOptions options, BsonDocument given) {
    for (String name : given.keySet()) {
      if (!ALLOWED.contains(name)) {
        throw new ServerException(
            new ErrorCode(197, "InvalidIndexSpecificationOption"),
            "The field '" + name + "' is not valid for an _id index specification.");
      }
    }
    if (!given.isDocument("key") || !isIdPattern(given.getDocument("key"))) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "The field 'key' for an _id index must be {_id: 1}, but got " + given.get("key"));
    }
    if (given.isDocument("collation")) {
      checkCollation(options, Collation.parse(given.getDocument("collation")));
    }
  }

  /**
   * Fails where the index is to have a collation of its own.
   *
   * @throws ServerException 2
   */
  static void checkCollation(CollectionOptions options, Collation collation) {
    BsonDocument own = options.parsedCollation().toBson();
    if (!collation.toBson().equals(own)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "The _id index must have the same collation as the collection. Index collation: "
              + collation.toBson()
              + ", collection collation: "
              + own);
    }
  }

  static boolean isIdPattern(BsonDocument pattern) {
    return isOnId(pattern, 1);
  }

  /** Whether it would be an _id index, were it not in the wrong direction. */
  static boolean isDescending(BsonDocument pattern) {
    return isOnId(pattern, -1);
  }

  private static boolean isOnId(BsonDocument pattern, int direction) {
    if (pattern.size() != 1) {
      return false;
    }
    Map.Entry<String, BsonValue> only = pattern.entrySet().iterator().next();
    return only.getKey().equals("_id")
        && only.getValue().isNumber()
        && only.getValue().asNumber().doubleValue() == direction;
  }

  private static BsonDocument plainSpec() {
    return new BsonDocument("v", new BsonInt32(2))
        .append("key", new BsonDocument("_id", new BsonInt32(1)))
        .append("name", new BsonString(IndexEntry.ID_NAME));
  }
}
