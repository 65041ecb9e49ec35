package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.FieldPath;
import org.bson.BsonArray;
import org.jspecify.annotations.Nullable;

/** How {@code "$$name.path"} is read, and which names a variable may have. Threads: immutable. */
final class VariableNames {
  private VariableNames() {}

  /** Parses what follows {@code $$}. */
  static Expression parse(String text, ParseScope scope) {
    int dot = text.indexOf('.');
    String name = dot < 0 ? text : text.substring(0, dot);
    checkReadable(name);
    FieldPath path = dot < 0 ? null : pathAfter(text, dot);
    if (scope.isDeclared(name)) {
      return new VariableExpression(name, scope.variable(name), path);
    }
    return switch (name) {
      case "ROOT", "CURRENT" -> path == null ? new RootExpression() : new FieldPathExpression(path);
      case "NOW" -> clock(ClockExpression.NOW, path, scope);
      case "CLUSTER_TIME" -> clock(ClockExpression.CLUSTER_TIME, path, scope);
      // Without $search there is no metadata of one.
      case "REMOVE", "SEARCH_META" -> new LiteralExpression(null);
      // A server without users: nobody has a role, and so no field of one.
      case "USER_ROLES" -> new LiteralExpression(new BsonArray());
      case "JS_SCOPE" -> UnavailableVariable.JS_SCOPE;
      case "IS_MR" -> UnavailableVariable.IS_MR;
      default -> new VariableExpression(name, scope.variable(name), path);
    };
  }

  private static Expression clock(
      ClockExpression clock, @Nullable FieldPath path, ParseScope scope) {
    if (!scope.hasClock()) {
      throw unavailable(clock.name());
    }
    return path == null ? clock : new LiteralExpression(null);
  }

  static ServerException unavailable(String name) {
    return new ServerException(
        ErrorCode.location(51144), "Builtin variable '$$" + name + "' is not available");
  }

  private static FieldPath pathAfter(String text, int dot) {
    if (dot == text.length() - 1) {
      throw new ServerException(ErrorCode.location(40353), "FieldPath must not end with a '.'.");
    }
    return FieldPath.parse(text.substring(dot + 1));
  }

  private static void checkReadable(String name) {
    check(!name.isEmpty(), "empty variable names are not allowed");
    char first = name.charAt(0);
    check(
        isLower(first) || isUpper(first) || first > 127,
        "'" + name + "' starts with an invalid character for a variable name");
    checkRest(name);
  }

  /** Refuses names that a user may not give: they begin with a lower-case letter. */
  static void checkWritable(String name) {
    check(!name.isEmpty(), "empty variable names are not allowed");
    if (name.equals("CURRENT")) {
      return;
    }
    char first = name.charAt(0);
    check(
        isLower(first) || first > 127,
        "'" + name + "' starts with an invalid character for a user variable name");
    checkRest(name);
  }

  private static void checkRest(String name) {
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      check(
          isLower(c) || isUpper(c) || (c >= '0' && c <= '9') || c == '_' || c > 127,
          "'" + name + "' contains an invalid character for a variable name: '" + c + "'");
    }
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new ServerException(ErrorCode.FAILED_TO_PARSE, message);
    }
  }
}
