package dev.meerkat.engine.catalog;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * Checks {@code collectionUUID}, by which a client names a collection twice. Threads: immutable.
 */
public final class CollectionUuids {
  private CollectionUuids() {}

  /**
   * Fails where a client's UUID is not that of the collection it names.
   *
   * @param uuid null where the client gave none
   */
  public static void check(CatalogSnapshot catalog, Namespace namespace, @Nullable UUID uuid) {
    if (uuid == null) {
      return;
    }
    CollectionEntry named = catalog.find(namespace);
    if (named != null && !named.isView() && named.uuid().equals(uuid)) {
      return;
    }
    CollectionEntry actual = catalog.find(namespace.database(), uuid);
    BsonDocument details =
        new BsonDocument("db", new BsonString(namespace.database()))
            .append("collectionUUID", new BsonBinary(uuid, UuidRepresentation.STANDARD))
            .append("expectedCollection", new BsonString(namespace.collection()))
            .append(
                "actualCollection",
                actual == null ? BsonNull.VALUE : new BsonString(actual.namespace().collection()));
    throw new ServerException(
        ErrorCode.COLLECTION_UUID_MISMATCH,
        "Collection UUID does not match that specified",
        details,
        List.of());
  }
}
