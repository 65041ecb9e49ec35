package dev.meerkat.query.schema;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.bson.BsonValue;

/** Reads the types that {@code type} and {@code bsonType} name. Threads: immutable. */
final class TypeSets {
  private TypeSets() {}

  /**
   * @param aliases the set of types that a name means
   * @return types as {@link dev.meerkat.query.filter.TypeAliases} has them
   */
  static long parse(String keyword, BsonValue value, ToLongFunction<String> aliases) {
    if (!value.isString() && !value.isArray()) {
      throw Keywords.mismatch(keyword, "must be either a string or an array of strings");
    }
    List<BsonValue> names = value.isArray() ? value.asArray() : List.of(value);
    if (names.isEmpty()) {
      throw Keywords.malformed(keyword, "must name at least one type");
    }
    Set<String> seen = new HashSet<>();
    for (BsonValue name : names) {
      if (!name.isString()) {
        throw Keywords.mismatch(keyword, "array elements must be strings");
      }
      if (name.asString().getValue().equals("integer")) {
        throw new ServerException(
            ErrorCode.FAILED_TO_PARSE, "$jsonSchema type 'integer' is not currently supported.");
      }
      if (!seen.add(name.asString().getValue())) {
        throw Keywords.malformed(keyword, "has duplicate value: " + name.asString().getValue());
      }
    }
    long types = 0;
    for (String name : seen) {
      types |= aliases.applyAsLong(name);
    }
    return types;
  }
}
