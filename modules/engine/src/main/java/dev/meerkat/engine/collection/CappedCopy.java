package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordStore;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/**
 * Makes capped collections of collections: the newest documents that fit are copied in one turn, so
 * that nothing written meanwhile is lost. Other writers wait as long; a cap bounds the work.
 * Threads: safe.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/convertToCapped/">convertToCapped</a>
 */
public record CappedCopy(Engine engine) {
  /** Bytes of the name that mongod gives to the copy while it is made. */
  private static final int COPY_NAME_BYTES = 25;

  /**
   * Copies a collection's newest documents into a new capped one.
   *
   * @param sizeBytes of the new collection, above 0
   * @throws ServerException 26, 48, 166, 73, …
   */
  public void copy(Operation operation, Namespace from, Namespace to, long sizeBytes) {
    CollectionOptions options = capped(sizeBytes);
    operation.write(
        operation.durability(),
        turn -> {
          StoredCollection source = source(turn, from);
          if (turn.catalog().find(to) != null) {
            throw new ServerException(
                ErrorCode.NAMESPACE_EXISTS,
                "cloneCollectionAsCapped failed - destination collection "
                    + to
                    + " already exists");
          }
          fill(turn, source, sizeBytes, engine.catalog().create(turn, to, options));
          return sizeBytes;
        });
  }

  /**
   * Puts a capped collection with the newest documents in the place of a collection, whose indexes
   * go but for that on {@code _id}.
   *
   * @param sizeBytes of the capped collection, above 0
   * @throws ServerException 26, 166, 73, …
   */
  public void convert(Operation operation, Namespace namespace, long sizeBytes) {
    engine.catalog().refuseOplog(namespace, "can't convert live oplog to capped");
    engine.catalog().checkRoomForName(namespace, COPY_NAME_BYTES);
    CollectionOptions options = capped(sizeBytes);
    CollectionEntry replaced =
        operation.write(
            operation.durability(),
            turn -> {
              StoredCollection source = source(turn, namespace);
              engine.catalog().drops().dropLogged(turn, source.entry());
              fill(turn, source, sizeBytes, engine.catalog().create(turn, namespace, options));
              return source.entry();
            });
    engine.catalog().drops().removeTables(List.of(replaced));
  }

  private static CollectionOptions capped(long sizeBytes) {
    return CollectionOptions.parse(
        new BsonDocument("capped", BsonBoolean.TRUE).append("size", new BsonInt64(sizeBytes)));
  }

  private StoredCollection source(Turn turn, Namespace namespace) {
    CollectionEntry entry = turn.catalog().find(namespace);
    if (entry == null) {
      throw new ServerException(
          ErrorCode.NAMESPACE_NOT_FOUND, "source collection " + namespace + " does not exist");
    }
    Reads.refuseView(entry);
    return engine.collections().of(entry);
  }

  private void fill(Turn turn, StoredCollection source, long sizeBytes, CollectionEntry target) {
    RecordStore records = source.records();
    CollectionWriter writer = new CollectionWriter(engine, turn, engine.collections().of(target));
    for (long recordId : newest(turn, records, sizeBytes).reversed()) {
      DocumentView document = records.find(turn.transaction(), recordId);
      DuplicateKey duplicate = document == null ? null : writer.insert(document);
      if (duplicate != null) {
        throw duplicate.toException(target.namespace());
      }
    }
    turn.timestamp();
  }

  /** The newest records that fit, the newest first. */
  private static List<Long> newest(Turn turn, RecordStore records, long sizeBytes) {
    List<Long> fitting = new ArrayList<>();
    long bytes = 0;
    try (RecordCursor cursor =
        records.open(turn.transaction(), Direction.REVERSE, RecordStore.MAX_RECORD_ID)) {
      while (cursor.advance()) {
        bytes += cursor.current().length();
        if (bytes > sizeBytes && !fitting.isEmpty()) {
          break;
        }
        fitting.add(cursor.recordId());
      }
    }
    return fitting;
  }
}
