package dev.meerkat.spi.command;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.nio.charset.StandardCharsets;

/**
 * What databases and collections may be called.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/limits/#naming-restrictions">Restrictions
 *     on names</a> Threads: immutable.
 */
public final class Names {
  private Names() {}

  /** Fails with 73 where {@code name} cannot be a database's. */
  public static void checkDatabase(String name) {
    if (!isDatabase(name)) {
      throw invalid("Invalid database name: '" + name + "'");
    }
  }

  public static boolean isDatabase(String name) {
    if (name.isEmpty() || isLonger(name, Limits.MAX_DATABASE_NAME_BYTES)) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      switch (name.charAt(i)) {
        case '/', '\\', '.', ' ', '"', '$', '\0' -> {
          return "$external".equals(name);
        }
        default -> {}
      }
    }
    return true;
  }

  /** Fails with 73 where {@code name} cannot be a collection's. */
  public static void checkCollection(String name) {
    if (name.isEmpty()) {
      throw invalid("Invalid namespace specified: collection names cannot be empty");
    }
    char first = name.charAt(0);
    if (first == '.') {
      throw invalid("Collection names cannot start with '.': " + name);
    }
    if (first == '$' && !name.startsWith("$cmd")) {
      throw invalid("Invalid collection name: " + name);
    }
    if (name.indexOf('\0') >= 0) {
      throw invalid("Collection names cannot have embedded null characters");
    }
  }

  /** Fails with 73 where {@code fullName} is no {@code database.collection}. */
  public static Namespace checkNamespace(String fullName) {
    int dot = fullName.indexOf('.');
    if (dot <= 0 || dot == fullName.length() - 1) {
      throw invalid("Invalid namespace specified '" + fullName + "'");
    }
    Namespace namespace = Namespace.parse(fullName);
    checkDatabase(namespace.database());
    checkCollection(namespace.collection());
    checkLength(namespace);
    return namespace;
  }

  static void checkLength(Namespace namespace) {
    int most = (namespace.database().length() + 1 + namespace.collection().length()) * 3;
    if (most <= Limits.MAX_NAMESPACE_BYTES) {
      return;
    }
    String fullName = namespace.fullName();
    if (isLonger(fullName, Limits.MAX_NAMESPACE_BYTES)) {
      throw invalid(
          "Fully qualified namespace is too long. Namespace: %s Max: %d"
              .formatted(fullName, Limits.MAX_NAMESPACE_BYTES));
    }
  }

  private static boolean isLonger(String text, int bytes) {
    // Every char takes one to three bytes, so most names need no encoding to be judged.
    return text.length() * 3 > bytes && text.getBytes(StandardCharsets.UTF_8).length > bytes;
  }

  private static ServerException invalid(String message) {
    return new ServerException(ErrorCode.INVALID_NAMESPACE, message);
  }
}
