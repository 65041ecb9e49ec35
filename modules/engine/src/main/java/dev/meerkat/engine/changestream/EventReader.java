package dev.meerkat.engine.changestream;

import dev.meerkat.engine.catalog.SystemViews;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the oplog's entries what a stream tells of. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/change-events/">Change events</a>
 */
final class EventReader {
  private static final byte[] APPLY_OPS = BsonBytes.nameBytes("applyOps");
  private static final byte[] LSID = BsonBytes.nameBytes("lsid");
  private static final byte[] MULTI_OP_TYPE = BsonBytes.nameBytes("multiOpType");
  private static final byte[] TXN_NUMBER = BsonBytes.nameBytes("txnNumber");
  private static final byte[] FROM_MIGRATE = BsonBytes.nameBytes("fromMigrate");
  private static final byte[] VERSION = BsonBytes.nameBytes("$v");
  private static final byte[] ID = BsonBytes.nameBytes("_id");

  private final StreamScope scope;

  EventReader(StreamScope scope) {
    this.scope = scope;
  }

  /** The events of an entry, in their order; most entries have none. */
  List<ChangeEvent> read(DocumentView entry) {
    OplogChange whole = new OplogChange(entry, entry, 0, false);
    if (whole.op() == 'c') {
      DocumentView command = whole.o();
      int applied = command.find(APPLY_OPS);
      if (applied >= 0) {
        return readAll(entry, command, BsonBytes.valueOffset(command.array(), applied));
      }
    }
    ChangeEvent event = read(whole);
    return event == null ? List.of() : List.of(event);
  }

  private List<ChangeEvent> readAll(DocumentView entry, DocumentView command, int changes) {
    boolean transaction =
        entry.find(LSID) >= 0 && entry.find(TXN_NUMBER) >= 0 && entry.find(MULTI_OP_TYPE) < 0;
    List<ChangeEvent> events = new ArrayList<>();
    byte[] array = command.array();
    int index = 0;
    for (int element = changes + 4;
        array[element] != BsonBytes.END;
        element = BsonBytes.nextElement(array, element)) {
      int offset = BsonBytes.valueOffset(array, element);
      DocumentView change = DocumentView.borrowed(array, offset);
      ChangeEvent event = read(new OplogChange(entry, change, index++, transaction));
      if (event != null) {
        events.add(event);
      }
    }
    return events;
  }

  private @Nullable ChangeEvent read(OplogChange change) {
    char op = change.op();
    if (op == 'n' || change.change().find(FROM_MIGRATE) >= 0) {
      return null;
    }
    Namespace namespace = change.namespace();
    if (op == 'c') {
      return command(change, namespace.database());
    }
    if (scope.has(namespace)) {
      return ofDocument(change, namespace);
    }
    return namespace.collection().equals(SystemViews.NAME)
        ? ofView(change, namespace.database())
        : null;
  }

  private static ChangeEvent ofDocument(OplogChange change, Namespace namespace) {
    String type =
        switch (change.op()) {
          case 'i' -> "insert";
          case 'u' -> change.o().find(VERSION) < 0 || hasId(change.o()) ? "replace" : "update";
          default -> "delete";
        };
    BsonDocument event =
        new BsonDocument("operationType", new BsonString(type))
            .append("documentKey", documentKey(change).toBson());
    return new ChangeEvent(change, type, namespace, token(change, event), null);
  }

  private static boolean hasId(DocumentView document) {
    return document.find(ID) >= 0;
  }

  /** What names the document: {@code {_id}}. */
  static DocumentView documentKey(OplogChange change) {
    DocumentView second = change.o2();
    if (second != null) {
      return second;
    }
    DocumentView o = change.o();
    int id = o.find(ID);
    DocumentBuilder key = new DocumentBuilder(32);
    if (id >= 0) {
      key.appendElement(o.array(), id);
    }
    return DocumentView.of(key.toBytes());
  }

  /** A view is made, changed and dropped as a document of its own collection. */
  private @Nullable ChangeEvent ofView(OplogChange change, String database) {
    if (!scope.expanded() || scope.isCollection() || !scope.hasDatabase(database)) {
      return null;
    }
    DocumentView key = change.o2() == null ? change.o() : change.o2();
    BsonValue name = key.get("_id");
    if (name == null || !name.isString()) {
      return null;
    }
    Namespace view = Namespace.parse(name.asString().getValue());
    if (!scope.has(view)) {
      return null;
    }
    BsonDocument definition = change.o().toBson();
    definition.remove("_id");
    return switch (change.op()) {
      case 'i' -> described(change, "create", view, definition);
      case 'u' -> described(change, "modify", view, definition);
      default -> described(change, "drop", view, null);
    };
  }

  private @Nullable ChangeEvent command(OplogChange change, String database) {
    DocumentView command = change.o();
    String name = BsonBytes.name(command.array(), command.offset() + 4);
    return switch (name) {
      case "renameCollection" -> rename(change, command);
      case "dropDatabase" ->
          scope.isCollection() || !scope.hasDatabase(database)
              ? null
              : described(change, name, new Namespace(database, ""), null);
      case "drop" -> onCollection(change, name, database, command);
      case "create", "createIndexes", "commitIndexBuild", "dropIndexes", "collMod" ->
          scope.expanded() ? onCollection(change, name, database, command) : null;
      default -> null;
    };
  }

  private @Nullable ChangeEvent onCollection(
      OplogChange change, String name, String database, DocumentView command) {
    BsonValue collection = command.get(name);
    if (collection == null
        || !collection.isString()
        || !scope.has(database, collection.asString().getValue())) {
      return null;
    }
    Namespace namespace = new Namespace(database, collection.asString().getValue());
    BsonDocument rest = command.toBson();
    rest.remove(name);
    return switch (name) {
      case "drop" -> described(change, "drop", namespace, null);
      case "create" -> described(change, "create", namespace, rest);
      case "collMod" -> described(change, "modify", namespace, rest);
      case "createIndexes" -> described(change, "createIndexes", namespace, indexes(created(rest)));
      case "commitIndexBuild" ->
          described(
              change,
              "createIndexes",
              namespace,
              new BsonDocument("indexes", rest.getArray("indexes")));
      default -> {
        DocumentView spec = change.o2();
        yield described(
            change,
            "dropIndexes",
            namespace,
            indexes(spec == null ? new BsonDocument() : spec.toBson()));
      }
    };
  }

  /** The specification stands among the command's own fields, or in one of its own. */
  private static BsonDocument created(BsonDocument rest) {
    return rest.isDocument("spec") ? rest.getDocument("spec") : rest;
  }

  private static BsonDocument indexes(BsonDocument spec) {
    return new BsonDocument("indexes", new BsonArray(List.of(spec)));
  }

  private @Nullable ChangeEvent rename(OplogChange change, DocumentView command) {
    BsonDocument rest = command.toBson();
    Namespace from = Namespace.parse(rest.getString("renameCollection").getValue());
    Namespace to = Namespace.parse(rest.getString("to").getValue());
    if (!scope.has(from) && !scope.has(to)) {
      return null;
    }
    rest.remove("renameCollection");
    rest.remove("stayTemp");
    rest.put(
        "to",
        new BsonDocument("db", new BsonString(to.database()))
            .append("coll", new BsonString(to.collection())));
    return described(change, "rename", from, rest);
  }

  private static ChangeEvent described(
      OplogChange change, String type, Namespace namespace, @Nullable BsonDocument description) {
    BsonDocument told = description == null || description.isEmpty() ? null : description;
    BsonDocument event = new BsonDocument("operationType", new BsonString(type));
    if (told != null) {
      event.append("operationDescription", told);
    }
    return new ChangeEvent(change, type, namespace, token(change, event), told);
  }

  private static ResumeToken token(OplogChange change, BsonDocument event) {
    return new ResumeToken(
        new BsonTimestamp(change.time()),
        ResumeToken.VERSION,
        true,
        change.index(),
        false,
        change.uuid(),
        event,
        null);
  }
}
