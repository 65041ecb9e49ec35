package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.TypeNames;

/** Holds one value against its field's declaration. Threads: immutable. */
final class FieldCheck {
  private static final byte UUID_SUBTYPE = 4;
  private static final int UUID_BYTES = 16;

  private FieldCheck() {}

  /** Whether the value counts as present; one that does not fit fails. */
  static boolean accept(String path, Field field, byte type, byte[] array, int value) {
    if (type == BsonBytes.NULL && field.kind != Field.Kind.ANY && !field.nullRefused) {
      return nullAccepted(field);
    }
    if (!TypeSet.contains(field.types, type)) {
      throw wrongType(path, field, type);
    }
    switch (field.kind) {
      case ANY, TYPED -> {}
      case INTEGRAL -> integral(field, type, array, value);
      case DOCUMENTS -> elements(path, field, array, value, BsonBytes.DOCUMENT);
      case STRINGS -> elements(path, field, array, value, BsonBytes.STRING);
      case UUID -> uuid(path, field, array, value);
      case COLLECTION -> Names.checkCollection(BsonBytes.recurring(array, value));
      case COLLECTION_OR_ONE -> collectionOrOne(type, array, value);
      case NAMESPACE -> Names.checkNamespace(BsonBytes.string(array, value));
    }
    return true;
  }

  static ServerException wrongType(String path, Field field, byte type) {
    if (field.isCollectionName()) {
      return new ServerException(
          field.wrongType, "collection name has invalid type " + TypeNames.of(type));
    }
    return new ServerException(
        field.wrongType,
        "BSON field '%s.%s' is the wrong type '%s', %s"
            .formatted(path, field.name, TypeNames.of(type), TypeSet.expected(field.types)));
  }

  private static boolean nullAccepted(Field field) {
    // A command's own value is always there, so that null is a bad name and no absence.
    if (field.isCollectionName() && field.wrongType.equals(ErrorCode.INVALID_NAMESPACE)) {
      throw wrongType("", field, BsonBytes.NULL);
    }
    return false;
  }

  private static void integral(Field field, byte type, byte[] array, int value) {
    if (field.exact && !Coercion.isInt64(type, array, value)) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "Expected an integer: %s: %s"
              .formatted(field.name, BsonBytes.decode(array, type, value)));
    }
    long number = Coercion.int64(type, array, value);
    if (number < field.min) {
      throw new ServerException(
          field.outOfRange,
          "BSON field '%s' value must be >= %d, actual value '%d'"
              .formatted(field.name, field.min, number));
    }
    if (number > field.max) {
      throw new ServerException(
          field.outOfRange,
          "BSON field '%s' value must be <= %d, actual value '%d'"
              .formatted(field.name, field.max, number));
    }
  }

  private static void elements(String path, Field field, byte[] array, int value, byte wanted) {
    int element = BsonBytes.firstElement(value);
    int index = 0;
    while (array[element] != BsonBytes.END) {
      if (array[element] != wanted) {
        throw new ServerException(
            ErrorCode.TYPE_MISMATCH,
            "BSON field '%s.%s.%d' is the wrong type '%s', expected type '%s'"
                .formatted(
                    path, field.name, index, TypeNames.of(array[element]), TypeNames.of(wanted)));
      }
      element = BsonBytes.nextElement(array, element);
      index++;
    }
  }

  private static void uuid(String path, Field field, byte[] array, int value) {
    if (array[value + 4] != UUID_SUBTYPE) {
      throw new ServerException(
          field.wrongType,
          "BSON field '%s.%s' is the wrong binData type, expected type 'UUID'"
              .formatted(path, field.name));
    }
    if (BsonBytes.int32(array, value) != UUID_BYTES) {
      throw new ServerException(
          ErrorCode.INVALID_UUID, "uuid must be a 16-byte binary field with UUID (4) subtype");
    }
  }

  private static void collectionOrOne(byte type, byte[] array, int value) {
    if (type == BsonBytes.STRING) {
      Names.checkCollection(BsonBytes.string(array, value));
    } else if (Coercion.int64(type, array, value) != 1) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "Invalid command format: the 'aggregate' field must specify a collection name or 1");
    }
  }
}
