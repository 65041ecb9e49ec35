package dev.meerkat.engine;

import dev.meerkat.engine.catalog.CatalogTable;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.CollectionLife;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.engine.oplog.Oplog;
import dev.meerkat.engine.oplog.PreImages;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriterTurn;
import java.util.List;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/**
 * Makes the tables of the oplog and of pre-images, and their entries in the catalog, when a replica
 * set's data are opened for the first time. Threads: immutable.
 *
 * @param needed whether there is to be an oplog
 * @param sizeMegabytes as the options say; 0 for the default
 */
record OplogTables(boolean needed, long sizeMegabytes, Seeds seeds) {
  /** Mongod takes a twentieth of the disk and 990 MB at least; a small database takes less. */
  private static final long DURABLE_MEGABYTES = 256;

  /** In memory the oplog lies beside the data. */
  private static final long VOLATILE_MEGABYTES = 32;

  private static final String DATABASE = "local";

  void create(Storage storage, WriterTurn writer, Set<String> idents) {
    if (needed && !idents.contains(Oplog.IDENT)) {
      create(storage, writer, entry(Oplog.NAMESPACE, Oplog.IDENT, options(storage)));
    }
    if (needed && !idents.contains(PreImages.IDENT)) {
      create(storage, writer, entry(PreImages.NAMESPACE, PreImages.IDENT, CollectionOptions.NONE));
    }
  }

  private CollectionEntry entry(Namespace namespace, String ident, CollectionOptions options) {
    return new CollectionEntry(
        namespace, seeds.newUuid(), ident, options, List.of(), CollectionLife.resumed());
  }

  /** Nobody has been told of anything: the oplog's first entry is synced, and this before it. */
  private static void create(Storage storage, WriterTurn writer, CollectionEntry entry) {
    CatalogTable catalog = new CatalogTable(storage);
    writer.write(
        Durability.BUFFERED,
        transaction -> {
          transaction.createTable(entry.ident(), TableKind.LOG, DATABASE);
          catalog.put(transaction, entry);
          return entry;
        });
  }

  private CollectionOptions options(Storage storage) {
    long standard =
        storage.lacks().contains(StorageBehavior.DURABLE) ? VOLATILE_MEGABYTES : DURABLE_MEGABYTES;
    long megabytes = sizeMegabytes > 0 ? sizeMegabytes : standard;
    return CollectionOptions.parse(
        new BsonDocument("capped", BsonBoolean.TRUE)
            .append("size", new BsonInt64(megabytes << 20))
            .append("autoIndexId", BsonBoolean.FALSE));
  }
}
