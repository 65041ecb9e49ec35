package dev.meerkat.engine.cursor;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import java.util.Iterator;
import org.bson.BsonDocument;

/** A cursor over documents that are there already. Threads: confined to one operation. */
public final class ListCursor implements Cursor {
  private final Iterator<BsonDocument> documents;
  private DocumentView current = DocumentView.EMPTY;

  public ListCursor(Iterator<BsonDocument> documents) {
    this.documents = documents;
  }

  @Override
  public boolean advance() {
    if (!documents.hasNext()) {
      return false;
    }
    current = DocumentView.of(documents.next());
    return true;
  }

  @Override
  public DocumentView current() {
    return current;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
