package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import java.util.List;

/** Documents that are already there. Threads: confined to one operation. */
final class ListCursor implements Cursor {
  private final List<DocumentView> documents;
  private int next;

  ListCursor(List<DocumentView> documents) {
    this.documents = documents;
  }

  @Override
  public boolean advance() {
    if (next >= documents.size()) {
      next = documents.size() + 1;
      return false;
    }
    next++;
    return true;
  }

  @Override
  public DocumentView current() {
    return documents.get(next - 1);
  }

  @Override
  public void close() {
    next = documents.size() + 1;
  }
}
