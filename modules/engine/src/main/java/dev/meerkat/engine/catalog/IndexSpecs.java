package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.index.BtreeIndexType;
import dev.meerkat.engine.index.IndexTypeName;
import dev.meerkat.engine.index.WildcardIndexType;
import dev.meerkat.engine.timeseries.BucketIndexSpecs;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.IndexType;
import dev.meerkat.values.Collation;
import dev.meerkat.values.Numbers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Checks index specs as createIndexes gives them and brings them into the form in which they are
 * kept. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/createIndexes/">createIndexes</a>
 */
public final class IndexSpecs {
  private static final int MAX_FIELDS = 32;
  private static final Set<String> OPTIONS =
      Set.of(
          "v",
          "key",
          "name",
          "ns",
          "unique",
          "sparse",
          "hidden",
          "background",
          "dropDups",
          "expireAfterSeconds",
          "partialFilterExpression",
          "collation",
          "storageEngine",
          "weights",
          "default_language",
          "language_override",
          "textIndexVersion",
          "2dsphereIndexVersion",
          "bits",
          "min",
          "max",
          "bucketSize",
          "coarsestIndexedLevel",
          "finestIndexedLevel",
          "wildcardProjection",
          "prepareUnique",
          "originalSpec",
          "clustered");
  private static final Set<String> BOOLEANS =
      Set.of("unique", "sparse", "hidden", "background", "dropDups", "prepareUnique");

  private final Engine engine;
  private final Namespace namespace;
  private final CollectionOptions collection;

  /** Whether a field of an index spec is known. */
  public static boolean isOption(String name) {
    return OPTIONS.contains(name);
  }

  IndexSpecs(Engine engine, Namespace namespace, CollectionOptions collection) {
    this.engine = engine;
    this.namespace = namespace;
    this.collection = collection;
  }

  /** The spec as the catalog keeps it. */
  BsonDocument normalize(BsonDocument given) {
    checkFields(given);
    if (given.isDocument("storageEngine")) {
      StorageEngineOptions.check(given.getDocument("storageEngine"));
    }
    BsonDocument pattern = keyPattern(given);
    if (IdIndex.isIdPattern(pattern)) {
      return idSpec(given);
    }
    if (IdIndex.isDescending(pattern)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "The field 'key' for an _id index must be {_id: 1}, but got " + pattern);
    }
    String name = name(given);
    BsonDocument spec =
        new BsonDocument("v", new BsonInt32(version(given)))
            .append("key", pattern)
            .append("name", new BsonString(name));
    if (truth(given.get("hidden", BsonBoolean.FALSE))
        && namespace.collection().startsWith("system.")
        && !collection.isTimeseries()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "Can't hide index on system collection");
    }
    appendOptions(given, spec, pattern);
    return type(pattern).validate(spec);
  }

  private void checkFields(BsonDocument given) {
    for (Map.Entry<String, BsonValue> field : given.entrySet()) {
      String name = field.getKey();
      BsonValue value = field.getValue();
      if (!OPTIONS.contains(name)) {
        throw new ServerException(
            new ErrorCode(197, "InvalidIndexSpecificationOption"),
            "The field '"
                + name
                + "' is not valid for an index specification. Specification: "
                + given.toJson());
      }
      if (BOOLEANS.contains(name) && !value.isBoolean() && !value.isNumber()) {
        throw new ServerException(
            ErrorCode.TYPE_MISMATCH,
            "The field '" + name + "' has value " + value + ", which is not convertible to bool");
      }
      if (name.equals("clustered")) {
        throw new ServerException(ErrorCode.NOT_IMPLEMENTED, "clustered indexes are not supported");
      }
    }
  }

  private static BsonDocument keyPattern(BsonDocument given) {
    BsonValue key = given.get("key");
    if (key == null) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "The 'key' field is a required property of an index spec");
    }
    if (!key.isDocument()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "The field 'key' must be an object, but got " + key.getBsonType());
    }
    BsonDocument pattern = key.asDocument();
    if (pattern.isEmpty()) {
      throw refused("Index keys cannot be empty.");
    }
    if (pattern.size() > MAX_FIELDS) {
      throw new ServerException(
          ErrorCode.location(13103), "too many compound keys: at most " + MAX_FIELDS);
    }
    return pattern;
  }

  private static String name(BsonDocument given) {
    BsonValue name = given.get("name");
    if (name == null) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "The 'name' field is a required property of an index spec");
    }
    if (!name.isString()) {
      throw new ServerException(ErrorCode.TYPE_MISMATCH, "The field 'name' must be a string");
    }
    String text = name.asString().getValue();
    if (text.equals("*")) {
      throw new ServerException(ErrorCode.BAD_VALUE, "The index name '*' is not valid.");
    }
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw refused("index name cannot be empty, nor contain NUL");
    }
    if (text.equals(IndexEntry.ID_NAME)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "The index name '_id_' is reserved for the _id index, which must have key pattern {_id:"
              + " 1}");
    }
    return text;
  }

  private static int version(BsonDocument given) {
    BsonValue version = given.get("v");
    if (version == null) {
      return 2;
    }
    if (!version.isNumber()) {
      throw new ServerException(ErrorCode.TYPE_MISMATCH, "The field 'v' must be a number");
    }
    int number = version.asNumber().intValue();
    if (number != 1 && number != 2) {
      throw refused("Invalid index specification; cannot create an index with v=" + number);
    }
    return number;
  }

  private BsonDocument idSpec(BsonDocument given) {
    for (String name : given.keySet()) {
      boolean allowed =
          Set.of("v", "key", "name", "ns", "collation", "background", "originalSpec")
              .contains(name);
      if (!allowed) {
        throw new ServerException(
            new ErrorCode(197, "InvalidIndexSpecificationOption"),
            "The field '" + name + "' is not valid for an _id index specification.");
      }
    }
    IdIndex.checkCollation(collection, collation(given));
    return IdIndex.spec(collection, null);
  }

  private void appendOptions(BsonDocument given, BsonDocument spec, BsonDocument pattern) {
    for (Map.Entry<String, BsonValue> field : given.entrySet()) {
      BsonValue value = field.getValue();
      switch (field.getKey()) {
        case "v", "key", "name", "ns", "background", "dropDups", "collation" -> {}
        case BucketIndexSpecs.ORIGINAL -> {
          if (collection.isTimeseries()) {
            spec.append(BucketIndexSpecs.ORIGINAL, value);
          }
        }
        case "unique", "sparse", "hidden", "prepareUnique" -> {
          if (truth(value)) {
            spec.append(field.getKey(), BsonBoolean.TRUE);
          }
        }
        case "expireAfterSeconds" ->
            spec.append("expireAfterSeconds", expireAfterSeconds(value, pattern));
        case "wildcardProjection" -> {
          if (!value.isDocument()) {
            throw new ServerException(
                ErrorCode.TYPE_MISMATCH,
                "The field 'wildcardProjection' must be a non-empty object");
          }
          if (!IndexTypeName.hasWildcard(pattern)) {
            throw new ServerException(
                ErrorCode.BAD_VALUE,
                "The field 'wildcardProjection' is only allowed in an 'wildcard' index");
          }
          spec.append("wildcardProjection", value);
        }
        case "weights" -> {
          if (!isText(pattern)) {
            throw refused("The field 'weights' is only allowed in a text index");
          }
          spec.append("weights", value);
        }
        case "partialFilterExpression" ->
            spec.append("partialFilterExpression", partialFilter(value, given));
        default -> spec.append(field.getKey(), value);
      }
    }
    appendCollation(given, spec);
  }

  private BsonValue expireAfterSeconds(BsonValue value, BsonDocument pattern) {
    if (!(value instanceof BsonNumber number) || Numbers.isNaN(value)) {
      throw refused("TTL index 'expireAfterSeconds' option must be numeric");
    }
    if (number.longValue() < 0 || number.longValue() > Integer.MAX_VALUE) {
      throw refused(
          "TTL index 'expireAfterSeconds' option must be within 0 and " + Integer.MAX_VALUE);
    }
    if (pattern.size() != 1) {
      throw refused("TTL indexes are single-field indexes, compound indexes do not support TTL.");
    }
    if (pattern.containsKey("_id")) {
      throw refused("The field 'expireAfterSeconds' is not valid for an _id index.");
    }
    if (collection.capped()) {
      throw refused("Cannot create TTL index on a capped collection");
    }
    return new BsonInt32(number.intValue());
  }

  private BsonDocument partialFilter(BsonValue value, BsonDocument given) {
    if (!value.isDocument()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "The field 'partialFilterExpression' must be an object");
    }
    if (given.containsKey("sparse") && truth(given.get("sparse"))) {
      throw refused("cannot mix \"partialFilterExpression\" and \"sparse\" options");
    }
    PartialFilters.check(value.asDocument());
    Collation collation = collation(given);
    var _ =
        engine
            .language()
            .scope(new ParseOptions(namespace, collation.order(), null, false, List.of()))
            .filter(value.asDocument());
    return value.asDocument();
  }

  private void appendCollation(BsonDocument given, BsonDocument spec) {
    Collation collation = collation(given);
    if (!collation.isSimple()) {
      spec.append("collation", collation.toBson());
    }
  }

  private Collation collation(BsonDocument given) {
    BsonValue value = given.get("collation");
    if (value == null) {
      return collection.parsedCollation();
    }
    if (!value.isDocument()) {
      throw new ServerException(ErrorCode.TYPE_MISMATCH, "The field 'collation' must be an object");
    }
    if (value.asDocument().isEmpty()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "The field 'collation' cannot be empty");
    }
    return Collation.parse(value.asDocument());
  }

  private IndexType type(BsonDocument pattern) {
    String name = IndexTypeName.of(pattern);
    boolean hasWord = pattern.values().stream().anyMatch(BsonValue::isString);
    boolean hasWildcard = IndexTypeName.hasWildcard(pattern);
    if (name.equals(WildcardIndexType.NAME) && hasWord && !hasWildcard) {
      throw new ServerException(
          ErrorCode.location(7246202),
          "A wildcard index is made with a key pattern that names '$**', not with a word");
    }
    if (hasWildcard && hasWord && !name.equals("text")) {
      throw refused("A wildcard cannot be part of an index of type '" + name + "'");
    }
    IndexType type = engine.indexTypes().get(name);
    if (type == null || name.isEmpty() || name.equals(BtreeIndexType.NAME) && hasWord) {
      throw refused("Unknown index plugin '" + name + "'");
    }
    return type;
  }

  private static boolean isText(BsonDocument pattern) {
    return pattern.containsValue(new BsonString("text"));
  }

  private static boolean truth(BsonValue value) {
    return value instanceof BsonBoolean bool
        ? bool.getValue()
        : value instanceof BsonNumber number && number.doubleValue() != 0;
  }

  private static ServerException refused(String text) {
    return new ServerException(ErrorCode.CANNOT_CREATE_INDEX, text);
  }
}
