package dev.meerkat.engine.catalog;

import dev.meerkat.engine.oplog.TurnLog;
import dev.meerkat.spi.Namespace;
import java.util.List;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/** How changes of the catalog are told in the oplog. Threads: immutable. */
final class CatalogLog {
  private CatalogLog() {}

  static void created(TurnLog log, CollectionEntry entry) {
    if (entry.isView()) {
      log.view('i', entry.namespace().database(), view(entry));
      return;
    }
    BsonDocument o = command("create", entry.namespace());
    o.putAll(entry.options().toBson());
    IndexEntry id = entry.index(IndexEntry.ID_NAME);
    if (id != null) {
      o.append("idIndex", id.spec());
    }
    log.command(entry.namespace(), entry.uuid(), o, null);
  }

  /** Indexes that are ready for use. */
  static void indexed(TurnLog log, CollectionEntry entry, List<IndexEntry> indexes) {
    for (IndexEntry index : indexes) {
      BsonDocument o = command("createIndexes", entry.namespace());
      o.putAll(index.spec());
      log.command(entry.namespace(), entry.uuid(), o, null);
    }
  }

  /** Indexes that have gone; of those that were never ready nobody knows. */
  static void unindexed(TurnLog log, CollectionEntry entry, List<IndexEntry> indexes) {
    for (IndexEntry index : indexes) {
      if (index.ready()) {
        BsonDocument o =
            command("dropIndexes", entry.namespace()).append("index", new BsonString(index.name()));
        log.command(entry.namespace(), entry.uuid(), o, index.spec());
      }
    }
  }

  /**
   * @param records the number of documents that it had
   */
  static void dropped(TurnLog log, CollectionEntry entry, long records) {
    if (entry.isView()) {
      log.view('d', entry.namespace().database(), view(entry));
      return;
    }
    log.command(
        entry.namespace(),
        entry.uuid(),
        command("drop", entry.namespace()),
        new BsonDocument("numRecords", new BsonInt64(records)));
  }

  static void droppedDatabase(TurnLog log, String database) {
    log.command(
        new Namespace(database, "$cmd"),
        null,
        new BsonDocument("dropDatabase", new BsonInt32(1)),
        null);
  }

  /**
   * @param target what has gone to make room, or null
   * @param records the number of documents that it had
   */
  static void renamed(
      TurnLog log, CollectionEntry entry, Namespace to, @Nullable UUID target, long records) {
    BsonDocument o =
        new BsonDocument("renameCollection", new BsonString(entry.namespace().fullName()))
            .append("to", new BsonString(to.fullName()))
            .append("stayTemp", BsonBoolean.FALSE);
    BsonDocument o2 = null;
    if (target != null) {
      o.append("dropTarget", new BsonBinary(target, UuidRepresentation.STANDARD));
      o2 = new BsonDocument("numRecords", new BsonInt64(records));
    }
    log.command(entry.namespace(), entry.uuid(), o, o2);
  }

  /**
   * @param changes the command's fields
   */
  static void changed(
      TurnLog log, CollectionEntry before, CollectionEntry after, BsonDocument changes) {
    if (after.isView()) {
      log.view('u', after.namespace().database(), view(after));
      return;
    }
    BsonDocument o = command("collMod", after.namespace());
    o.putAll(changes);
    BsonDocument options = before.options().toBson();
    options.append("uuid", new BsonBinary(before.uuid(), UuidRepresentation.STANDARD));
    BsonDocument o2 = new BsonDocument("collectionOptions_old", options);
    for (IndexEntry index : before.indexes()) {
      IndexEntry now = after.index(index.name());
      if (now != null && !now.spec().equals(index.spec())) {
        BsonDocument change = new BsonDocument("name", new BsonString(index.name()));
        o.getDocument("index").forEach(change::putIfAbsent);
        change.remove("keyPattern");
        o.put("index", change);
        BsonDocument old = new BsonDocument();
        for (String option : List.of("expireAfterSeconds", "hidden", "unique", "prepareUnique")) {
          if (index.spec().containsKey(option)) {
            old.append(option, index.spec().get(option));
          }
        }
        o2.append("indexOptions_old", old);
      }
    }
    log.command(after.namespace(), after.uuid(), o, o2);
  }

  private static BsonDocument command(String name, Namespace namespace) {
    return new BsonDocument(name, new BsonString(namespace.collection()));
  }

  /** The view as a document of {@code system.views}. */
  static BsonDocument view(CollectionEntry entry) {
    CollectionOptions options = entry.options();
    BsonArray pipeline = options.pipeline();
    BsonDocument view =
        new BsonDocument("_id", new BsonString(entry.namespace().fullName()))
            .append("viewOn", new BsonString(String.valueOf(options.viewOn())))
            .append("pipeline", pipeline);
    if (options.collation() != null) {
      view.append("collation", options.collation());
    }
    return view;
  }
}
