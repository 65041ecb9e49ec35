package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.SpilledRun;
import org.bson.BsonDocument;

/** Documents in a run with what is known of them beside. Threads: immutable. */
final class SpilledDocuments {
  private SpilledDocuments() {}

  /** Adds a document with its metadata, and answers its position. */
  static long add(SpilledRun run, DocumentView document) {
    BsonDocument metadata = document.metadata();
    return run.add(document, metadata == null ? DocumentView.EMPTY : DocumentView.of(metadata));
  }

  /** The document at hand with its metadata, valid until the reader moves. */
  static DocumentView read(SpilledRun.Reader reader) {
    DocumentView document = reader.document();
    return reader.side().isEmpty() ? document : document.withMetadata(reader.side().toBson());
  }
}
