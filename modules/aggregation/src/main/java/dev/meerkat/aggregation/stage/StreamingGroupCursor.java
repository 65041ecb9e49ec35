package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.StageContext;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The groups of {@code $_internalStreamingGroup}, run by run of documents that share what is
 * monotonic. Threads: confined to one operation.
 */
final class StreamingGroupCursor implements Cursor {
  private final StreamingGroupStage stage;
  private final Cursor input;
  private final StageContext context;

  /** The groups of the run that was read last. */
  private @Nullable Cursor groups;

  /** The first document of the next run, where one was met. */
  private @Nullable DocumentView ahead;

  private @Nullable BsonValue @Nullable [] current;
  private boolean isAtEnd;

  StreamingGroupCursor(StreamingGroupStage stage, Cursor input, StageContext context) {
    this.stage = stage;
    this.input = input;
    this.context = context;
  }

  @Override
  public boolean advance() {
    while (groups == null || !groups.advance()) {
      if (groups != null) {
        groups.close();
        groups = null;
      }
      if (isAtEnd) {
        return false;
      }
      groups = nextRun();
    }
    return true;
  }

  private Cursor nextRun() {
    GroupTable table = new GroupTable(stage.group(), context);
    try {
      if (ahead != null) {
        stage.group().add(ahead, table);
        ahead = null;
      }
      while (readsOn()) {
        stage.group().add(input.current(), table);
        context.operation().checkInterrupted();
      }
    } catch (RuntimeException e) {
      table.close();
      throw e;
    }
    return table.results();
  }

  /** Whether one more document of the same run has come. */
  private boolean readsOn() {
    if (!input.advance()) {
      isAtEnd = true;
      return false;
    }
    @Nullable BsonValue[] values = stage.values(input.current(), context);
    if (current != null && !stage.areSame(current, values)) {
      ahead = input.current().retain();
      current = values;
      return false;
    }
    current = values;
    return true;
  }

  @Override
  public DocumentView current() {
    if (groups == null) {
      throw new IllegalStateException("no document yet");
    }
    return groups.current();
  }

  @Override
  public void close() {
    input.close();
    if (groups != null) {
      groups.close();
    }
  }
}
