package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Collation;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Checks a validator before a collection gets it. Threads: immutable. */
final class ValidatorRules {
  private static final Set<String> OWN_DATABASES = Set.of("admin", "config", "local");
  private static final Set<String> FORBIDDEN =
      Set.of("$near", "$nearSphere", "$geoNear", "$text", "$where");

  private final Engine engine;

  ValidatorRules(Engine engine) {
    this.engine = engine;
  }

  void check(Namespace namespace, CollectionOptions options) {
    BsonDocument validator = options.validator();
    if (validator == null || validator.isEmpty()) {
      return;
    }
    if (OWN_DATABASES.contains(namespace.database())
        || namespace.collection().startsWith("system.")) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "Document validators are not allowed on collections in the "
              + namespace.database()
              + " database, nor on system collections");
    }
    checkOperators(validator);
    Collation collation = options.parsedCollation();
    var _ =
        engine
            .language()
            .scope(
                new ParseOptions(
                    namespace, collation.order(), options.collation(), false, List.of()))
            .filter(validator);
  }

  private static void checkOperators(BsonValue value) {
    if (value instanceof BsonDocument document) {
      for (String name : document.keySet()) {
        if (FORBIDDEN.contains(name)) {
          throw new ServerException(
              name.equals("$text") || name.equals("$where")
                  ? ErrorCode.BAD_VALUE
                  : ErrorCode.location(5626500),
              name + " is not allowed in this context");
        }
      }
      document.values().forEach(ValidatorRules::checkOperators);
    } else if (value instanceof BsonArray array) {
      array.forEach(ValidatorRules::checkOperators);
    }
  }
}
