package dev.meerkat.query.schema;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Checks what a keyword is given. Threads: immutable. */
final class Keywords {
  private Keywords() {}

  static ServerException mismatch(String keyword, String why) {
    return new ServerException(
        ErrorCode.TYPE_MISMATCH, "$jsonSchema keyword '" + keyword + "' " + why);
  }

  static ServerException malformed(String keyword, String why) {
    return new ServerException(
        ErrorCode.FAILED_TO_PARSE, "$jsonSchema keyword '" + keyword + "' " + why);
  }

  static BsonArray array(String keyword, BsonValue value) {
    if (!value.isArray()) {
      throw mismatch(keyword, "must be an array");
    }
    return value.asArray();
  }

  static BsonDocument document(String keyword, BsonValue value) {
    if (!value.isDocument()) {
      throw mismatch(keyword, "must be an object");
    }
    return value.asDocument();
  }

  static String string(String keyword, BsonValue value) {
    if (!value.isString()) {
      throw mismatch(keyword, "must be a string");
    }
    return value.asString().getValue();
  }

  static boolean bool(String keyword, BsonValue value) {
    if (!value.isBoolean()) {
      throw mismatch(keyword, "must be a boolean");
    }
    return value.asBoolean().getValue();
  }

  static BsonValue number(String keyword, BsonValue value) {
    if (!Numbers.isNumber(value)) {
      throw mismatch(keyword, "must be a number");
    }
    return value;
  }

  /** A count of characters, items or properties. */
  static long count(String keyword, BsonValue value) {
    if (!Numbers.isNumber(value)) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "Expected a number in: " + keyword + ": " + value);
    }
    if (!Numbers.isIntegral(value)) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "Expected an integer: " + keyword + ": " + value);
    }
    long count = Numbers.exactLong(value);
    if (count < 0) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "Expected a non-negative number in: " + keyword + ": " + count);
    }
    return count;
  }

  /** Names of properties, each once and at least one, sorted. */
  static List<FieldPath> names(String keyword, BsonArray list) {
    Set<String> names = new TreeSet<>();
    for (BsonValue name : list) {
      if (!name.isString()) {
        throw mismatch(keyword, "must be an array of strings");
      }
      if (!names.add(name.asString().getValue())) {
        throw malformed(keyword, "array cannot contain duplicate values");
      }
    }
    if (names.isEmpty()) {
      throw malformed(keyword, "cannot be an empty array");
    }
    List<FieldPath> paths = new ArrayList<>(names.size());
    for (String name : names) {
      paths.add(FieldPath.of(name));
    }
    return paths;
  }
}
