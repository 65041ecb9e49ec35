package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.List;
import java.util.Locale;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a stage whose argument MongoDB reads as it reads the fields of a command: types,
 * unknown and missing fields have the errors that they have there, and null is as good as absent.
 * Threads: immutable.
 *
 * @param owner the stage or field whose fields these are, for errors
 */
record TypedFields(String owner, BsonDocument fields) {
  void checkNames(String... names) {
    List<String> known = List.of(names);
    for (String field : fields.keySet()) {
      if (!known.contains(field)) {
        throw new ServerException(
            ErrorCode.IDL_UNKNOWN_FIELD,
            "BSON field '" + owner + "." + field + "' is an unknown field.");
      }
    }
  }

  @Nullable BsonDocument document(String field) {
    BsonValue value = present(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof BsonDocument document)) {
      throw mismatch(field, value, "object");
    }
    return document;
  }

  @Nullable BsonArray array(String field) {
    BsonValue value = present(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof BsonArray array)) {
      throw mismatch(field, value, "array");
    }
    return array;
  }

  @Nullable String string(String field) {
    BsonValue value = present(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof BsonString text)) {
      throw mismatch(field, value, "string");
    }
    return text.getValue();
  }

  /** Refuses a field that is no number. */
  void number(String field) {
    BsonValue value = present(field);
    if (value != null && !value.isNumber()) {
      throw mismatch(field, value, "number");
    }
  }

  /** A flag that is off where it is absent. */
  boolean bool(String field) {
    BsonValue value = present(field);
    if (value != null && !value.isBoolean()) {
      throw mismatch(field, value, "bool");
    }
    return value != null && value.asBoolean().getValue();
  }

  /** The value of a field, whatever its type; null where it is absent. */
  @Nullable BsonValue any(String field) {
    return fields.get(field);
  }

  /** A field's value that must be there. */
  <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw new ServerException(
          ErrorCode.IDL_MISSING_FIELD,
          "BSON field '" + owner + "." + field + "' is missing but a required field");
    }
    return value;
  }

  private @Nullable BsonValue present(String field) {
    BsonValue value = fields.get(field);
    return value == null || isNothing(value) ? null : value;
  }

  private static boolean isNothing(BsonValue value) {
    return value.getBsonType() == BsonType.NULL || value.getBsonType() == BsonType.UNDEFINED;
  }

  ServerException mismatch(String field, BsonValue value, String expected) {
    return new ServerException(
        ErrorCode.TYPE_MISMATCH,
        "BSON field '"
            + owner
            + "."
            + field
            + "' is the wrong type '"
            + typeName(value)
            + "', expected type '"
            + expected
            + "'");
  }

  private static String typeName(BsonValue value) {
    return switch (value.getBsonType()) {
      case DOCUMENT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case INT32 -> "int";
      case INT64 -> "long";
      case DOUBLE -> "double";
      case DECIMAL128 -> "decimal";
      case BOOLEAN -> "bool";
      case DATE_TIME -> "date";
      case OBJECT_ID -> "objectId";
      default -> value.getBsonType().name().toLowerCase(Locale.ROOT);
    };
  }
}
