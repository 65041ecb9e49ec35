package dev.meerkat.spectests.unified;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.json.JsonParseException;
import org.jspecify.annotations.Nullable;

/**
 * Holds a value against what a test expects, the {@code $$} operators of the unified format
 * included: documents at the root may have more fields than expected, nested ones may not; numbers
 * match by value. Threads: immutable.
 */
public record ValueMatcher(Entities entities) {

  public void match(@Nullable BsonValue expected, @Nullable BsonValue actual, String where) {
    match(expected, actual, where, true);
  }

  /** Holds what a collection stores against what a test expects: here nothing is left open. */
  public void matchStored(BsonArray expected, BsonArray actual, String where) {
    arrays(expected, actual, where, false);
  }

  private void match(
      @Nullable BsonValue expected, @Nullable BsonValue actual, String where, boolean isRoot) {
    if (expected == null) {
      return;
    }
    if (expected.isDocument()) {
      BsonDocument document = expected.asDocument();
      String operator = document.size() == 1 ? document.getFirstKey() : "";
      if (operator.startsWith("$$")) {
        special(operator, document.values().iterator().next(), actual, where, isRoot);
      } else {
        documents(document, present(actual, where), where, isRoot);
      }
    } else if (expected.isArray()) {
      arrays(expected.asArray(), present(actual, where), where, isRoot);
    } else if (!sameValue(expected, actual)) {
      throw failure(where, expected, actual);
    }
  }

  private void documents(BsonDocument expected, BsonValue actual, String where, boolean isRoot) {
    if (!actual.isDocument()) {
      throw failure(where, expected, actual);
    }
    BsonDocument found = actual.asDocument();
    for (var field : expected.entrySet()) {
      match(field.getValue(), found.get(field.getKey()), where + "." + field.getKey(), false);
    }
    if (!isRoot) {
      for (String name : found.keySet()) {
        if (!expected.containsKey(name)) {
          throw new TestFailure(where + ": unexpected field " + name + " in " + found);
        }
      }
    }
  }

  private void arrays(BsonArray expected, BsonValue actual, String where, boolean isRoot) {
    if (!actual.isArray() || actual.asArray().size() != expected.size()) {
      throw failure(where, expected, actual);
    }
    for (int i = 0; i < expected.size(); i++) {
      match(expected.get(i), actual.asArray().get(i), where + "[" + i + "]", isRoot);
    }
  }

  private void special(
      String operator,
      BsonValue operand,
      @Nullable BsonValue actual,
      String where,
      boolean isRoot) {
    switch (operator) {
      case "$$exists" -> {
        if (operand.asBoolean().getValue() != (actual != null)) {
          throw new TestFailure(where + ": " + (actual == null ? "missing" : "is " + actual));
        }
      }
      case "$$unsetOrMatches" -> {
        if (actual != null) {
          match(operand, actual, where, isRoot);
        }
      }
      case "$$type" -> type(operand, present(actual, where), where);
      case "$$matchesEntity" -> match(entities.value(operand), actual, where, isRoot);
      case "$$sessionLsid" ->
          match(entities.sessionId(operand.asString().getValue()), actual, where, isRoot);
      case "$$matchesHexBytes" -> {
        byte[] bytes = HexFormat.of().parseHex(operand.asString().getValue());
        if (!Arrays.equals(bytes, present(actual, where).asBinary().getData())) {
          throw failure(where, operand, actual);
        }
      }
      case "$$matchAsDocument" ->
          match(operand, parsed(present(actual, where), where), where, false);
      case "$$matchAsRoot" -> match(operand, present(actual, where), where, true);
      case "$$lte" -> {
        if (present(actual, where).asNumber().doubleValue() > operand.asNumber().doubleValue()) {
          throw failure(where, operand, actual);
        }
      }
      default -> throw new TestFailure("there is no operator " + operator);
    }
  }

  private static BsonDocument parsed(BsonValue actual, String where) {
    try {
      return BsonDocument.parse(actual.asString().getValue());
    } catch (BsonInvalidOperationException | JsonParseException e) {
      throw new TestFailure(where + ": no document as JSON: " + e.getMessage());
    }
  }

  private static void type(BsonValue operand, BsonValue actual, String where) {
    List<BsonValue> names = operand.isArray() ? operand.asArray() : List.of(operand);
    String found = typeName(actual.getBsonType());
    for (BsonValue name : names) {
      String wanted = name.asString().getValue();
      if (wanted.equals(found) || wanted.equals("number") && actual.isNumber()) {
        return;
      }
    }
    throw failure(where, operand, new BsonString(found));
  }

  public static boolean sameValue(BsonValue expected, @Nullable BsonValue actual) {
    if (actual != null && expected.isNumber() && actual.isNumber()) {
      return expected.asNumber().doubleValue() == actual.asNumber().doubleValue();
    }
    return Objects.equals(expected, actual);
  }

  private static BsonValue present(@Nullable BsonValue actual, String where) {
    if (actual == null) {
      throw new TestFailure(where + ": missing");
    }
    return actual;
  }

  private static TestFailure failure(String where, BsonValue expected, @Nullable BsonValue actual) {
    return new TestFailure(where + ": expected " + expected + ", got " + actual);
  }

  private static String typeName(BsonType type) {
    return switch (type) {
      case DOCUMENT -> "object";
      case BINARY -> "binData";
      case OBJECT_ID -> "objectId";
      case BOOLEAN -> "bool";
      case DATE_TIME -> "date";
      case REGULAR_EXPRESSION -> "regex";
      case INT32 -> "int";
      case INT64 -> "long";
      case DECIMAL128 -> "decimal";
      default -> type.name().toLowerCase(Locale.ROOT);
    };
  }
}
