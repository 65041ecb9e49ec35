package dev.meerkat.engine.changestream;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as clients see them. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/change-events/">Change events</a>
 */
final class EventWriter {
  private static final byte[] DIFF = BsonBytes.nameBytes("diff");

  private final boolean expanded;
  private final boolean raw;
  private final DocumentBuilder event = new DocumentBuilder(1024);

  /**
   * @param expanded whether what is told on request only is told
   * @param raw whether updates are told as the oplog has them
   */
  EventWriter(boolean expanded, boolean raw) {
    this.expanded = expanded;
    this.raw = raw;
  }

  /** Begins an event; the images follow, and {@link #end}. */
  void begin(ChangeEvent told, BsonDocument token) {
    OplogChange change = told.change();
    event.clear();
    event.append("_id", token).appendString("operationType", told.operationType());
    event.appendTimestamp("clusterTime", change.time());
    UUID uuid = change.uuid();
    boolean view = isView(told);
    if (expanded && uuid != null && !view) {
      event.append("collectionUUID", new BsonBinary(uuid, UuidRepresentation.STANDARD));
    }
    event.appendDateTime("wallTime", change.wallMillis());
    if (change.isTransaction()) {
      copy(change.entry(), "txnNumber");
      copy(change.entry(), "lsid");
    }
    switch (told.operationType()) {
      case "insert", "replace" -> event.appendDocument("fullDocument", change.o());
      default -> {
        // No document, or it comes last.
      }
    }
    appendNamespace(told.namespace());
    if (told.isOfDocument()) {
      event.appendDocument("documentKey", EventReader.documentKey(change));
      if (told.operationType().equals("update") && raw) {
        event.appendDocument("rawUpdateDescription", change.o());
      } else if (told.operationType().equals("update")) {
        new UpdateDescription(expanded).append(diff(change), event);
      }
    } else {
      appendDescription(told, view);
    }
  }

  /** Writes the invalidation that follows an event. */
  DocumentView invalidation(ChangeEvent told, BsonDocument token) {
    event.clear();
    event.append("_id", token).appendString("operationType", "invalidate");
    event.appendTimestamp("clusterTime", told.change().time());
    event.appendDateTime("wallTime", told.change().wallMillis());
    return event.toView();
  }

  /** Appends a document, or null where there is none. */
  void append(String name, @Nullable DocumentView document) {
    if (document == null) {
      event.appendNull(name);
    } else {
      event.appendDocument(name, document);
    }
  }

  /** The whole event, valid until the next one begins. */
  DocumentView end() {
    return event.toView();
  }

  /** The difference that an update has made. */
  static DocumentView diff(OplogChange change) {
    DocumentView o = change.o();
    int value = BsonBytes.valueOffset(o.array(), o.find(DIFF));
    return DocumentView.borrowed(o.array(), value);
  }

  private static boolean isView(ChangeEvent told) {
    return !told.isOfDocument() && told.change().op() != 'c';
  }

  private void appendNamespace(Namespace namespace) {
    event.beginDocument("ns").appendString("db", namespace.database());
    if (!namespace.collection().isEmpty()) {
      event.appendString("coll", namespace.collection());
    }
    event.end();
  }

  private void appendDescription(ChangeEvent told, boolean view) {
    BsonDocument description = told.description();
    if (told.operationType().equals("create") && expanded) {
      event.appendString("nsType", view ? viewType(description) : "collection");
    }
    if (told.operationType().equals("rename") && description != null) {
      event.append("to", description.getDocument("to"));
    }
    if (expanded && description != null) {
      event.append("operationDescription", description);
    }
    if (told.operationType().equals("modify") && !view) {
      appendStateBefore(told.change().o2());
    }
  }

  private static String viewType(@Nullable BsonDocument definition) {
    boolean buckets =
        definition != null
            && definition.isString("viewOn")
            && definition.getString("viewOn").getValue().startsWith("system.buckets.");
    return buckets ? "timeseries" : "view";
  }

  private void appendStateBefore(@Nullable DocumentView before) {
    event.beginDocument("stateBeforeChange");
    if (before != null) {
      appendAs("collectionOptions", before.get("collectionOptions_old"));
      appendAs("indexOptions", before.get("indexOptions_old"));
    }
    event.end();
  }

  private void appendAs(String name, @Nullable BsonValue value) {
    if (value != null) {
      event.append(name, value);
    }
  }

  private void copy(DocumentView document, String name) {
    int element = document.find(BsonBytes.nameBytes(name));
    if (element >= 0) {
      event.appendElement(document.array(), element);
    }
  }
}
