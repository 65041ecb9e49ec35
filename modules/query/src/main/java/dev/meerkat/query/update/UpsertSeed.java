package dev.meerkat.query.update;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.FieldPath;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What a filter says for certain of the document that an upsert inserts. Threads: immutable. */
final class UpsertSeed {
  private UpsertSeed() {}

  /** A document of all fields that the filter wants equal to a value. */
  static BsonDocument of(Filter filter) {
    Map<String, BsonValue> equalities = new LinkedHashMap<>();
    collect(filter.predicate(), equalities);
    BsonDocument seed = new BsonDocument();
    equalities.forEach((path, value) -> put(seed, FieldPath.of(path), value));
    return seed;
  }

  /** The {@code _id} that the filter wants, or null. */
  static @Nullable BsonValue id(Filter filter) {
    return of(filter).get("_id");
  }

  private static void collect(Predicate predicate, Map<String, BsonValue> equalities) {
    if (predicate instanceof Predicate.Path path) {
      collect(path, equalities);
    }
    if (predicate.isPlain()) {
      return;
    }
    switch (predicate) {
      case Predicate.And and -> and.branches().forEach(branch -> collect(branch, equalities));
      case Predicate.Or or -> {
        if (or.branches().size() == 1) {
          collect(or.branches().getFirst(), equalities);
        }
      }
      case Predicate.Path path -> collect(path, equalities);
      case Predicate.Nor _,
          Predicate.Not _,
          Predicate.ElementObject _,
          Predicate.ElementValue _,
          Predicate.Near _,
          Predicate.Text _,
          Predicate.Opaque _ -> {}
    }
  }

  private static void collect(Predicate.Path path, Map<String, BsonValue> equalities) {
    if (path.operator().equals("$eq") && equalities.put(path.path(), path.operand()) != null) {
      throw notSingle("path '" + path.path() + "' is matched twice");
    }
  }

  private static void put(BsonDocument seed, FieldPath path, BsonValue value) {
    BsonDocument level = seed;
    for (int i = 0; i < path.size() - 1; i++) {
      BsonValue next = level.get(path.component(i));
      if (next == null) {
        next = new BsonDocument();
        level.append(path.component(i), next);
      } else if (!(next instanceof BsonDocument)) {
        throw notSingle(
            "both '" + path.prefix(i + 1).dotted() + "' and '" + path.dotted() + "' are matched");
      }
      level = next.asDocument();
    }
    if (level.containsKey(path.component(path.size() - 1))) {
      throw notSingle("both '" + path.dotted() + "' and a path below it are matched");
    }
    level.append(
        path.component(path.size() - 1), value instanceof BsonDocument d ? d.clone() : value);
  }

  private static ServerException notSingle(String why) {
    return new ServerException(
        ErrorCode.NOT_SINGLE_VALUE_FIELD, "cannot infer query fields to set, " + why);
  }
}
