package dev.meerkat.engine.catalog;

import dev.meerkat.engine.diagnostic.Profiler;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Names;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What may be created, dropped and renamed, judged by name alone. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/limits/#naming-restrictions">Restrictions
 *     on names</a>
 */
final class NamespaceRules {
  private static final Set<String> OWN_DATABASES = Set.of("admin", "config", "local");
  private static final Set<String> SYSTEM_COLLECTIONS =
      Set.of(Profiler.COLLECTION, "system.js", SystemViews.NAME);
  private static final Set<String> ADMIN_COLLECTIONS =
      Set.of("system.roles", "system.version", "system.keys", "system.new_users");

  private NamespaceRules() {}

  static void checkCreatable(Namespace namespace) {
    Names.checkDatabase(namespace.database());
    Names.checkCollection(namespace.collection());
    String name = namespace.collection();
    if (name.indexOf('$') >= 0 && !namespace.fullName().equals("local.oplog.$main")) {
      throw invalid("Invalid collection name: " + name);
    }
    checkLength(namespace, 0);
    if (name.startsWith("system.") && !isKnownSystemCollection(namespace)) {
      throw invalid("Invalid system namespace: " + namespace);
    }
  }

  /**
   * @param more bytes that the name must have room for
   */
  static void checkLength(Namespace namespace, int more) {
    int bytes = namespace.fullName().getBytes(StandardCharsets.UTF_8).length + more;
    if (bytes > Limits.MAX_NAMESPACE_BYTES) {
      throw invalid(
          "Fully qualified namespace is too long. Namespace: "
              + namespace
              + " Max: "
              + Limits.MAX_NAMESPACE_BYTES);
    }
  }

  /**
   * Fails where a database would come into being whose name differs from another's in case alone.
   *
   * @throws ServerException 13297
   */
  static void checkDatabase(Namespace namespace, CatalogSnapshot catalog) {
    String clash = catalog.clash(namespace.database());
    if (clash != null) {
      throw new ServerException(
          new ErrorCode(13297, "DatabaseDifferCase"),
          "db already exists with different case already have: ["
              + clash
              + "] trying to create ["
              + namespace.database()
              + "]");
    }
  }

  /**
   * Fails where options ask for images of what cannot have any.
   *
   * @throws ServerException 72
   */
  static void checkImages(Namespace namespace, CollectionOptions options) {
    if (!options.keepsImages()) {
      return;
    }
    if (options.isView()) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS, "option not supported on a view: " + CollectionOptions.IMAGES);
    }
    if (OWN_DATABASES.contains(namespace.database())) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          CollectionOptions.IMAGES
              + " collection option is not supported on the "
              + namespace.database()
              + " database");
    }
  }

  static void checkDroppable(Namespace namespace) {
    if (isSystem(namespace) && !SYSTEM_COLLECTIONS.contains(namespace.collection())) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION, "can't drop system collection " + namespace);
    }
  }

  static void checkDroppable(String database) {
    if (OWN_DATABASES.contains(database)) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION, "Dropping the '" + database + "' database is prohibited.");
    }
  }

  static void checkRenamable(Namespace from, Namespace to) {
    checkCreatable(to);
    if (isSystem(from) || isSystem(to)) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION, "renaming system collections is not allowed");
    }
  }

  private static boolean isSystem(Namespace namespace) {
    return namespace.collection().startsWith("system.");
  }

  private static boolean isKnownSystemCollection(Namespace namespace) {
    String name = namespace.collection();
    return SYSTEM_COLLECTIONS.contains(name)
        // Of old each database had users of its own.
        || name.equals("system.users")
        || TimeseriesOptions.isBuckets(namespace)
        || namespace.database().equals("admin") && ADMIN_COLLECTIONS.contains(name)
        || namespace.database().equals("config")
        || namespace.database().equals("local");
  }

  private static ServerException invalid(String text) {
    return new ServerException(ErrorCode.INVALID_NAMESPACE, text);
  }
}
