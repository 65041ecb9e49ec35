package dev.meerkat.commands.administration;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import org.jspecify.annotations.Nullable;

/** Why there is nothing to do for encrypted fields: no collection has any. Threads: stateless. */
final class NotEncrypted {
  private NotEncrypted() {}

  /** What mongod says of a collection without such fields, of a view, and of nothing. */
  static ServerException of(@Nullable CollectionEntry entry, Namespace namespace) {
    if (entry == null) {
      return new ServerException(
          ErrorCode.NAMESPACE_NOT_FOUND, "Unable to find collection " + namespace);
    }
    return entry.isView()
        ? new ServerException(
            ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW, namespace + " is a view, not a collection")
        : new ServerException(
            ErrorCode.location(6346807), "Target namespace is not an encrypted collection");
  }
}
