package dev.meerkat.spi.command;

import dev.meerkat.spi.DocumentView;
import java.util.List;

/** One parsed request of a command. Threads: confined to one operation. */
public final class CommandRequest {
  private final String database;
  private final DocumentView body;
  private final List<DocumentSequence> sequences;

  CommandRequest(String database, DocumentView body, List<DocumentSequence> sequences) {
    this.database = database;
    this.body = body;
    this.sequences = sequences;
  }

  public String database() {
    return database;
  }

  /** The command document as it came. */
  public DocumentView body() {
    return body;
  }

  public List<DocumentSequence> sequences() {
    return sequences;
  }
}
