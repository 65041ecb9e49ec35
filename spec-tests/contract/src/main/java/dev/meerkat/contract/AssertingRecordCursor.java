package dev.meerkat.contract;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A cursor over records that keeps its order and takes back what it has lent. */
final class AssertingRecordCursor implements RecordCursor {
  private static final byte SPOILT = (byte) 0xEE;

  private final RecordCursor real;
  private final boolean forward;
  private final ReaderUse use;

  /** The last id answered, or the one before the place sought. */
  private long bound;

  private boolean onRecord;
  private boolean closed;
  private byte @Nullable [] lent;

  AssertingRecordCursor(RecordCursor real, Direction direction, long from, ReaderUse use) {
    this.real = real;
    this.forward = direction == Direction.FORWARD;
    this.use = use;
    this.bound = before(from);
    use.opened(this);
  }

  private long before(long from) {
    return forward ? Math.max(from, 0) - 1 : Math.min(from, Long.MAX_VALUE - 1) + 1;
  }

  @Override
  public void seek(long recordId) {
    check();
    takeBack();
    onRecord = false;
    bound = before(recordId);
    real.seek(recordId);
  }

  @Override
  public boolean advance() {
    check();
    takeBack();
    onRecord = real.advance();
    if (onRecord) {
      long id = real.recordId();
      if (forward ? id <= bound : id >= bound) {
        throw new AssertionError("record ids are out of order: " + bound + ", " + id);
      }
      bound = id;
    }
    return onRecord;
  }

  @Override
  public long recordId() {
    checkOnRecord();
    return real.recordId();
  }

  @Override
  public DocumentView current() {
    checkOnRecord();
    DocumentView current = real.current();
    byte[] copy =
        Arrays.copyOfRange(current.array(), current.offset(), current.offset() + current.length());
    takeBack();
    lent = copy;
    return DocumentView.borrowed(copy, 0);
  }

  private void takeBack() {
    byte[] bytes = lent;
    if (bytes != null) {
      Arrays.fill(bytes, SPOILT);
      lent = null;
    }
  }

  private void checkOnRecord() {
    check();
    if (!onRecord) {
      throw new AssertionError("the cursor is on no record");
    }
  }

  private void check() {
    use.check();
    if (closed) {
      throw new AssertionError("the cursor is closed");
    }
  }

  @Override
  public void close() {
    use.checkThread();
    takeBack();
    closed = true;
    use.closed(this);
    real.close();
  }
}
