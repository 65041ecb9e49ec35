package dev.meerkat.backend.memory;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;

/** Walks a record tree, finding its place again when the tree has changed. Threads: confined. */
final class RecordTreeCursor implements RecordCursor {
  private final MemoryReader reader;
  private final MemoryIdent ident;
  private final boolean forward;
  private final LeafWalk walk;

  /** Where the walk stands: at the first record from {@code key} on, or strictly after it. */
  private long key;

  private boolean strictlyAfter;
  private long version;
  private boolean onRecord;
  private boolean exhausted;
  private boolean closed;

  RecordTreeCursor(MemoryReader reader, MemoryIdent ident, Direction direction, long from) {
    this.reader = reader;
    this.ident = ident;
    this.forward = direction == Direction.FORWARD;
    this.walk = new LeafWalk(reader.records(ident).root());
    seek(from);
  }

  @Override
  public void seek(long recordId) {
    checkOpen();
    key = recordId;
    strictlyAfter = false;
    exhausted = false;
    onRecord = false;
    place();
  }

  @Override
  public boolean advance() {
    checkOpen();
    onRecord = false;
    if (exhausted) {
      return false;
    }
    if (version != reader.version()) {
      place();
    }
    exhausted = !(forward ? walk.next() : walk.previous());
    if (exhausted) {
      return false;
    }
    key = RecordTree.keys(walk.node())[walk.at()];
    strictlyAfter = true;
    onRecord = true;
    return true;
  }

  private void place() {
    version = reader.version();
    walk.begin(reader.records(ident).root());
    while (!walk.node().leaf) {
      walk.descend(RecordTree.childAt(walk.node(), key));
    }
    int slot = RecordTree.lowerBound(walk.node(), key);
    boolean found = slot < walk.node().size && RecordTree.keys(walk.node())[slot] == key;
    if (forward) {
      walk.standBefore(found && strictlyAfter ? slot + 1 : slot);
    } else {
      walk.standBehind(found && !strictlyAfter ? slot + 1 : slot);
    }
  }

  @Override
  public long recordId() {
    checkOnRecord();
    return key;
  }

  @Override
  public DocumentView current() {
    checkOnRecord();
    return DocumentView.of((byte[]) walk.node().item(walk.at()));
  }

  private void checkOnRecord() {
    checkOpen();
    if (!onRecord) {
      throw new IllegalStateException("the cursor is on no record");
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
