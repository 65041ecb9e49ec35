package dev.meerkat.query.schema;

import dev.meerkat.query.filter.TypeAliases;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.List;
import java.util.Map;
import org.bson.BsonBinarySubType;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * {@code encrypt}: binary data that a client has encrypted; its header tells the type of what it
 * was. Threads: immutable.
 *
 * @param types the types that the plain value may have
 */
record EncryptRule(long types) implements Rule {
  private static final int HEADER_BYTES = 18;

  static Rule parse(BsonValue value) {
    BsonDocument options = Keywords.document("encrypt", value);
    checkOptions("encrypt", options);
    BsonValue types = options.get("bsonType");
    return new EncryptRule(
        types == null ? -1L : TypeSets.parse("bsonType", types, TypeAliases::bits));
  }

  static void checkMetadata(BsonValue value) {
    BsonDocument options = Keywords.document("encryptMetadata", value);
    if (options.isEmpty()) {
      throw Keywords.malformed("encryptMetadata", "cannot be an empty object");
    }
    checkOptions("encryptMetadata", options);
  }

  private static void checkOptions(String keyword, BsonDocument options) {
    for (Map.Entry<String, BsonValue> option : options.entrySet()) {
      switch (option.getKey()) {
        case "algorithm" -> checkAlgorithm(keyword, option.getValue());
        case "keyId" -> checkKey(option.getValue());
        case "bsonType" -> {
          if (keyword.equals("encryptMetadata")) {
            throw unknown(keyword, option.getKey());
          }
        }
        default -> throw unknown(keyword, option.getKey());
      }
    }
  }

  private static ServerException unknown(String keyword, String option) {
    return new ServerException(
        ErrorCode.IDL_UNKNOWN_FIELD,
        "BSON field '" + keyword + "." + option + "' is an unknown field.");
  }

  private static void checkAlgorithm(String keyword, BsonValue value) {
    if (!value.isString()) {
      throw Keywords.mismatch(keyword, "takes a string as algorithm");
    }
    switch (value.asString().getValue()) {
      case "AEAD_AES_256_CBC_HMAC_SHA_512-Deterministic",
          "AEAD_AES_256_CBC_HMAC_SHA_512-Random" -> {}
      default ->
          throw new ServerException(
              ErrorCode.BAD_VALUE,
              "Enumeration value '"
                  + value.asString().getValue()
                  + "' for field '"
                  + keyword
                  + ".algorithm' is not a valid value.");
    }
  }

  private static void checkKey(BsonValue value) {
    if (value.isString()) {
      return;
    }
    if (!value.isArray()) {
      throw new ServerException(
          ErrorCode.location(51085), "Expected either string or array of UUID for keyId");
    }
    for (BsonValue key : value.asArray()) {
      if (!key.isBinary()) {
        throw new ServerException(
            ErrorCode.location(51088), "Array elements must have type BinData");
      }
      if (key.asBinary().getType() != BsonBinarySubType.UUID_STANDARD.getValue()) {
        throw new ServerException(
            ErrorCode.location(51084), "Array elements must have bindata type UUID");
      }
    }
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    return isEncrypted(type, array, offset) && hasType(array, offset);
  }

  private static boolean isEncrypted(byte type, byte[] array, int offset) {
    return type == BsonBytes.BINARY && array[offset + 4] == BsonBinarySubType.ENCRYPTED.getValue();
  }

  /** The header: 1 for deterministic or 2 for random, the key's 16 bytes, the plain type. */
  private boolean hasType(byte[] array, int offset) {
    if (types == -1L) {
      return true;
    }
    int data = offset + 5;
    return BsonBytes.int32(array, offset) >= HEADER_BYTES
        && (array[data] == 1 || array[data] == 2)
        && TypeAliases.contains(types, array[data + HEADER_BYTES - 1]);
  }

  @Override
  public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
    String reason =
        isEncrypted(type, array, offset)
            ? "encrypted value has wrong type"
            : "value was not encrypted";
    details.add(
        new BsonDocument("operatorName", new BsonString("encrypt"))
            .append("reason", new BsonString(reason)));
  }
}
