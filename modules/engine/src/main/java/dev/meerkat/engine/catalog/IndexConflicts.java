package dev.meerkat.engine.catalog;

import dev.meerkat.engine.index.IndexTypeName;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Whether an index may stand beside those that exist. Threads: immutable. */
final class IndexConflicts {
  private static final String PARTIAL = "partialFilterExpression";

  private IndexConflicts() {}

  /**
   * Whether the very same index exists.
   *
   * @throws ServerException 85 or 86 where another one is in its way
   */
  static boolean exists(List<IndexEntry> present, BsonDocument spec) {
    String name = spec.getString("name").getValue();
    for (IndexEntry index : present) {
      boolean sameName = index.name().equals(name);
      boolean sameKey = isSameKey(index.spec(), spec);
      if (sameName && !sameKey) {
        throw sameName(index.spec(), spec);
      }
      if (sameKey && !sameName) {
        throw new ServerException(
            ErrorCode.INDEX_OPTIONS_CONFLICT,
            "Index already exists with a different name: " + index.name());
      }
      if (sameKey) {
        if (!options(index.spec()).equals(options(spec))) {
          throw new ServerException(
              ErrorCode.INDEX_OPTIONS_CONFLICT,
              "An equivalent index already exists with the same name but different options."
                  + " Requested index: "
                  + spec.toJson()
                  + ", existing index: "
                  + index.spec().toJson());
        }
        return true;
      }
    }
    refuseSecondText(present, spec);
    return false;
  }

  private static void refuseSecondText(List<IndexEntry> present, BsonDocument spec) {
    if (isText(spec.getDocument("key"))
        && present.stream().anyMatch(index -> isText(index.keyPattern()))) {
      throw new ServerException(
          ErrorCode.CANNOT_CREATE_INDEX, "only one text index per collection allowed");
    }
  }

  private static boolean isText(BsonDocument pattern) {
    return IndexTypeName.of(pattern).equals("text");
  }

  private static ServerException sameName(BsonDocument present, BsonDocument spec) {
    return new ServerException(
        ErrorCode.INDEX_KEY_SPECS_CONFLICT,
        "An existing index has the same name as the requested index. When index names are not"
            + " specified, they are auto generated and can cause conflicts. Please refer to our"
            + " documentation. Requested index: "
            + spec.toJson()
            + ", existing index: "
            + present.toJson());
  }

  /** Whether nothing tells two indexes apart but options of which there is one for a key. */
  private static boolean isSameKey(BsonDocument a, BsonDocument b) {
    return samePattern(a.getDocument("key"), b.getDocument("key"))
        && same(a.get("collation"), b.get("collation"))
        && same(a.get("unique"), b.get("unique"))
        && same(a.get("sparse"), b.get("sparse"))
        && same(a.get("wildcardProjection"), b.get("wildcardProjection"))
        && PartialFilters.same(a.get(PARTIAL), b.get(PARTIAL));
  }

  static boolean samePattern(BsonDocument a, BsonDocument b) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<Map.Entry<String, BsonValue>> left = a.entrySet().iterator();
    for (Map.Entry<String, BsonValue> right : b.entrySet()) {
      Map.Entry<String, BsonValue> component = left.next();
      if (!component.getKey().equals(right.getKey())
          || !sameDirection(component.getValue(), right.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameDirection(BsonValue a, BsonValue b) {
    return a.isNumber() && b.isNumber()
        ? a.asNumber().doubleValue() == b.asNumber().doubleValue()
        : a.equals(b);
  }

  private static boolean same(@Nullable BsonValue a, @Nullable BsonValue b) {
    return a == null ? b == null : a.equals(b);
  }

  /** Everything but version and what {@link #isSameKey} has compared. */
  private static BsonDocument options(BsonDocument spec) {
    BsonDocument rest = new BsonDocument();
    rest.putAll(spec);
    rest.remove("v");
    rest.remove("key");
    rest.remove(PARTIAL);
    return rest;
  }
}
