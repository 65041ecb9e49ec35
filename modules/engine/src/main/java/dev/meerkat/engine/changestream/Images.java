package dev.meerkat.engine.changestream;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.engine.oplog.PreImages;
import dev.meerkat.query.update.DiffUpdate;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Snapshot;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Whole documents for events: as they were before a change, as it left them, or as they are now.
 * Threads: confined to one operation at a time.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/changeStreams/#change-streams-with-document-pre--and-post-images">Pre-
 *     and post-images</a>
 */
final class Images {
  private final Execution execution;
  private final ChangeStreamSpec spec;
  private PreImages.@Nullable Found last;

  Images(Execution execution, ChangeStreamSpec spec) {
    this.execution = execution;
    this.spec = spec;
  }

  /**
   * Appends the images that the client has asked for.
   *
   * @throws ServerException 47 where one is required and not there
   */
  void append(ChangeEvent event, EventWriter writer) {
    switch (event.operationType()) {
      case "update" -> {
        appendAfter(event, writer);
        appendBefore(event, writer);
      }
      case "replace", "delete" -> appendBefore(event, writer);
      default -> {
        // There was no document before, and the one after is part of the event.
      }
    }
  }

  private void appendAfter(ChangeEvent event, EventWriter writer) {
    switch (spec.fullDocument()) {
      case DEFAULT -> {
        // Not asked for.
      }
      case UPDATE_LOOKUP -> writer.append("fullDocument", now(event));
      case WHEN_AVAILABLE -> writer.append("fullDocument", after(event));
      case REQUIRED ->
          writer.append("fullDocument", required(after(event), "post-image", "update", event));
    }
  }

  private void appendBefore(ChangeEvent event, EventWriter writer) {
    switch (spec.beforeChange()) {
      case OFF -> {
        // Not asked for.
      }
      case WHEN_AVAILABLE -> writer.append("fullDocumentBeforeChange", before(event));
      case REQUIRED ->
          writer.append(
              "fullDocumentBeforeChange",
              required(before(event), "pre-image", "update, delete and replace", event));
    }
  }

  private static DocumentView required(
      @Nullable DocumentView image, String kind, String events, ChangeEvent event) {
    if (image == null) {
      throw new ServerException(
          new ErrorCode(47, "NoMatchingDocument"),
          "Change stream was configured to require a "
              + kind
              + " for all "
              + events
              + " events, but the "
              + kind
              + " was not found for event: "
              + new BsonDocument("_id", event.token().toBson()),
          null,
          List.of("NonResumableChangeStreamError"));
    }
    return image;
  }

  /** The document as the collection has it now, or null. */
  private @Nullable DocumentView now(ChangeEvent event) {
    Operation operation = execution.operation();
    CollectionEntry entry = execution.engine().turns().catalog().find(event.namespace());
    if (entry == null || !entry.uuid().equals(event.change().uuid())) {
      return null;
    }
    BsonDocument key = EventReader.documentKey(event.change()).toBson();
    BsonDocument filter = new BsonDocument();
    key.forEach((name, value) -> filter.append(name, new BsonDocument("$eq", value)));
    FindRequest request = FindRequest.of(event.namespace(), filter);
    try (OpenCursor found = execution.engine().reads().find(operation, request)) {
      DocumentView document = found.first();
      return document == null ? null : document.retain();
    }
  }

  /** The document before the change, or null where it was not kept. */
  private @Nullable DocumentView before(ChangeEvent event) {
    OplogChange change = event.change();
    UUID collection = change.uuid();
    if (collection == null) {
      return null;
    }
    PreImages images = execution.engine().oplog().preImages();
    try (Snapshot snapshot = execution.engine().storage().openSnapshot()) {
      PreImages.Found found =
          images.find(snapshot, collection, change.time(), change.index(), last);
      if (found == null) {
        return null;
      }
      last = found;
      return found.image();
    }
  }

  /** The document as the change left it, or null where what was before was not kept. */
  private @Nullable DocumentView after(ChangeEvent event) {
    DocumentView before = before(event);
    return before == null
        ? null
        : DocumentView.of(
            DiffUpdate.applied(before.toBson(), EventWriter.diff(event.change()).toBson()));
  }
}
