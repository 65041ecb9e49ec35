package dev.meerkat.engine.catalog;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import dev.meerkat.values.BsonOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * What the create command says of encrypted fields. It is only read, to tell what is wrong with it:
 * encrypted collections are not supported. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/queryable-encryption/qe-create-encryption-schema/">Encrypted
 *     fields</a>
 */
final class EncryptedFields {
  static final String OPTION = "encryptedFields";

  private static final String QUERY_TYPE = "queryType";
  private static final int MOST_QUERIES = 2;
  private static final int MOST_SPARSITY = 8;

  private static final DocumentSchema SCHEMA =
      DocumentSchema.of(
          "create.encryptedFields",
          Field.string("escCollection"),
          Field.string("ecocCollection"),
          Field.integral("strEncodeVersion"),
          Field.documents("fields").required());
  private static final DocumentSchema FIELD =
      DocumentSchema.of(
          "create.encryptedFields.fields",
          Field.uuid("keyId").required(),
          Field.string("path").required(),
          Field.string("bsonType"),
          Field.of("queries", BsonBytes.DOCUMENT, BsonBytes.ARRAY).nullRefused());
  private static final DocumentSchema QUERY =
      DocumentSchema.of(
          "create.encryptedFields.fields.queries",
          Field.string(QUERY_TYPE).required(),
          Field.integral("contention").exact().atLeast(0),
          Field.integral("sparsity").exact().range(1, MOST_SPARSITY),
          Field.integral("trimFactor").exact().atLeast(0),
          Field.integral("precision").exact().atLeast(0),
          Field.any("min"),
          Field.any("max"),
          Field.integral("strMaxLength").exact().atLeast(1),
          Field.integral("strMinQueryLength").exact().atLeast(1),
          Field.integral("strMaxQueryLength").exact().atLeast(1),
          Field.bool("caseSensitive"),
          Field.bool("diacriticSensitive"));

  private static final Set<String> TEXT =
      Set.of("suffixPreview", "prefixPreview", "substringPreview");
  private static final Set<String> NEVER_ENCRYPTED =
      Set.of("minKey", "maxKey", "null", "undefined");

  /** The types that ranges are asked of, with what their bounds must be. */
  private static final Map<String, BsonType> RANGE_TYPES =
      Map.of(
          "int", BsonType.INT32,
          "long", BsonType.INT64,
          "double", BsonType.DOUBLE,
          "decimal", BsonType.DECIMAL128,
          "date", BsonType.DATE_TIME);

  private EncryptedFields() {}

  /**
   * Reads the option.
   *
   * @throws ServerException what is wrong with it
   */
  static void check(BsonDocument given) {
    List<String> paths = new ArrayList<>();
    Set<UUID> keys = new HashSet<>();
    for (DocumentView document : SCHEMA.parse(DocumentView.of(given)).documents("fields")) {
      Fields field = FIELD.parse(document);
      if (!keys.add(field.uuid("keyId"))) {
        throw refused(6338401, "Duplicate key ids are not allowed");
      }
      checkPath(field.string("path"), paths);
      paths.add(field.string("path"));
      checkField(field);
    }
  }

  private static void checkPath(String path, List<String> others) {
    if (path.isEmpty()) {
      throw refused(6316402, "Encrypted field must have a non-empty path");
    }
    if (path.indexOf('\0') >= 0) {
      throw refused(9867600, "The path of an encrypted field must not contain a null byte");
    }
    if (path.equals("_id") || path.startsWith("_id.")) {
      throw refused(6316403, "Cannot encrypt _id or its subfields");
    }
    for (String other : others) {
      if (path.equals(other)) {
        throw refused(6338402, "Duplicate paths are not allowed: " + path);
      }
      if (path.startsWith(other + ".") || other.startsWith(path + ".")) {
        throw refused(
            6338403,
            "Conflicting index paths found as one is a prefix of another '%s' and '%s'"
                .formatted(path, other));
      }
    }
  }

  private static void checkField(Fields field) {
    String type = field.string("bsonType", "");
    if (NEVER_ENCRYPTED.contains(type)) {
      throw refused(6338406, "Type '" + type + "' is not a supported type for an encrypted field");
    }
    if (!field.has("queries")) {
      return;
    }
    List<Fields> queries = queries(field.value("queries", new BsonDocument()));
    if (queries.isEmpty()) {
      throw refused(9783412, "At least one query type must be specified per field");
    }
    if (type.isEmpty()) {
      throw refused(6412601, "Bson type needs to be specified for an indexed field");
    }
    for (Fields query : queries) {
      checkQuery(query, type);
    }
    checkCombination(queries);
  }

  private static List<Fields> queries(BsonValue given) {
    List<Fields> queries = new ArrayList<>();
    if (given.isDocument()) {
      queries.add(QUERY.parse(DocumentView.of(given.asDocument())));
      return queries;
    }
    for (BsonValue query : given.asArray()) {
      if (!query.isDocument()) {
        throw new ServerException(
            ErrorCode.TYPE_MISMATCH,
            "BSON field 'create.encryptedFields.fields.queries' holds what is no document");
      }
      queries.add(QUERY.parse(DocumentView.of(query.asDocument())));
    }
    return queries;
  }

  private static void checkCombination(List<Fields> queries) {
    if (queries.size() > MOST_QUERIES) {
      throw refused(9783413, "At most two query types may be specified per field");
    }
    if (queries.size() == MOST_QUERIES) {
      Set<String> types =
          Set.of(queries.getFirst().string(QUERY_TYPE) + queries.getLast().string(QUERY_TYPE));
      if (!types.contains("suffixPreviewprefixPreview")
          && !types.contains("prefixPreviewsuffixPreview")) {
        throw refused(
            9783414, "Several query types are only allowed for prefixPreview and suffixPreview");
      }
    }
  }

  private static void checkQuery(Fields query, String type) {
    String queryType = query.string(QUERY_TYPE);
    if (TEXT.contains(queryType)) {
      checkText(query, queryType, type);
    } else if (queryType.equals("range")) {
      checkRange(query, type);
    } else if (!queryType.equals("equality")) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Enumeration value '" + queryType + "' for field 'queryType' is not a valid value.");
    }
  }

  private static void checkRange(Fields query, String type) {
    BsonType bound = RANGE_TYPES.get(type);
    if (bound == null) {
      throw refused(6775201, "Type '" + type + "' is not a supported range indexed type");
    }
    BsonValue min = query.value("min");
    BsonValue max = query.value("max");
    if (min != null && min.getBsonType() != bound || max != null && max.getBsonType() != bound) {
      throw refused(7018200, "Bounds of a range must have the type of the field: " + type);
    }
    if (min != null && max != null && BsonOrder.SIMPLE.compare(min, max) >= 0) {
      throw refused(6720005, "Min must be less than max");
    }
    int bits =
        switch (bound) {
          case INT32 -> Integer.SIZE;
          case DECIMAL128 -> 2 * Long.SIZE;
          default -> Long.SIZE;
        };
    if (query.int64("trimFactor", 0) >= bits) {
      throw refused(8574000, "trimFactor must be less than the bits of the field's type: " + bits);
    }
  }

  private static void checkText(Fields query, String queryType, String type) {
    if (!type.equals("string")) {
      throw refused(
          9783400, "The type of a field with query type " + queryType + " must be string");
    }
    require(query, "strMinQueryLength", 9783402);
    require(query, "strMaxQueryLength", 9783403);
    require(query, "caseSensitive", 9783404);
    require(query, "diacriticSensitive", 9783405);
    if (query.int64("strMinQueryLength", 0) > query.int64("strMaxQueryLength", 0)) {
      throw refused(9783406, "strMinQueryLength cannot be greater than strMaxQueryLength");
    }
  }

  private static void require(Fields query, String name, int code) {
    if (!query.has(name)) {
      throw refused(code, name + " must be given for this query type");
    }
  }

  private static ServerException refused(int code, String text) {
    return new ServerException(ErrorCode.location(code), text);
  }
}
