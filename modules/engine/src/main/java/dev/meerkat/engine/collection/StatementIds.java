package dev.meerkat.engine.collection;

import dev.meerkat.engine.Turn;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import org.jspecify.annotations.Nullable;

/**
 * Which statements of a batch were done before, and the record of those that are done now. Threads:
 * confined to one operation.
 */
final class StatementIds {
  private final int[] ids;
  private final @Nullable RetryableWrites retries;

  /**
   * @param ids one for each statement; where there are none, their places in the batch
   * @param retries null where the write is not retryable
   */
  StatementIds(int[] ids, @Nullable RetryableWrites retries) {
    this.ids = ids;
    this.retries = retries;
  }

  int id(int index) {
    return index < ids.length ? ids[index] : index;
  }

  /** What a statement came to when it was done before, or null. */
  @Nullable DocumentView earlier(int index) {
    return retries == null ? null : retries.result(id(index));
  }

  /** Says, before its changes are made, which statement comes next. */
  void begin(Turn turn, int index) {
    if (retries != null) {
      turn.log().statement(retries, id(index));
    }
  }

  /** Records what a run of statements with consecutive ids came to. */
  void record(Turn turn, int first, int last, DocumentView result) {
    if (retries != null) {
      retries.record(turn, id(first), id(last), result);
    }
  }

  /** Whether a statement's id follows that of another directly. */
  boolean follows(int index, int before) {
    return id(index) == id(before) + 1;
  }

  /** Whether a failure was asked for by a test, and says nothing of the write. */
  boolean isInjected(ServerException failure) {
    return retries != null && retries.isInjected(failure);
  }

  boolean isRetryable() {
    return retries != null;
  }
}
