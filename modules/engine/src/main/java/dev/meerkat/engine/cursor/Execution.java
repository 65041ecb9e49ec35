package dev.meerkat.engine.cursor;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.CollectionCatalog;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.query.EvaluationScope;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What a running query takes for its operation, over as many commands as its cursor lives: the
 * operation at hand, one snapshot for all that is read in a batch, and the instant at which it all
 * began. Threads: confined to one operation at a time.
 */
public final class Execution implements OperationContext, AutoCloseable {
  private final Engine engine;
  private final EvaluationScope scope;
  private final ReadPoint readPoint;
  private final List<Suspendable> readers = new ArrayList<>(2);
  private Operation operation;
  private @Nullable ReadView view;
  private long nanosLeft = Long.MAX_VALUE;
  private @Nullable BsonDocument collation;
  private @Nullable ReadCount reads;

  public Execution(Operation operation) {
    this.operation = operation;
    this.engine = operation.engine();
    this.readPoint = operation.readPoint();
    this.scope = values(operation, this::checkInterrupted);
  }

  /** The values of a run that is over with its command, and reads nothing by itself. */
  public static EvaluationScope values(Operation operation) {
    return values(operation, operation::checkInterrupted);
  }

  private static EvaluationScope values(Operation operation, Runnable interruptCheck) {
    Engine engine = operation.engine();
    return new EvaluationScope(
        new BsonDateTime(operation.startMillis()),
        operation.clusterTime(),
        engine.seeds(),
        interruptCheck,
        engine.spills());
  }

  /** The command at hand. */
  public Operation operation() {
    return operation;
  }

  public Engine engine() {
    return engine;
  }

  /** Where the run reads, from its first command on. */
  public ReadPoint readPoint() {
    return readPoint;
  }

  /** The values of the whole run: variables, {@code $$NOW}. */
  public EvaluationScope scope() {
    return scope;
  }

  /** The collation that reads of other collections inherit, or null where each has its own. */
  public @Nullable BsonDocument collation() {
    return collation;
  }

  public void collation(BsonDocument inForce) {
    collation = inForce;
  }

  /** What counts the reads that begin now, or null where nobody wants to know. */
  public @Nullable ReadCount reads() {
    return reads;
  }

  /** Lets reads that begin from now on be counted there; answers where they were before. */
  public @Nullable ReadCount countReads(@Nullable ReadCount count) {
    ReadCount before = reads;
    reads = count;
    return before;
  }

  /** The snapshot of this batch, opened at its first use. */
  public ReadView view() {
    ReadView open = view;
    if (open == null) {
      open = readPoint.open();
      view = open;
    }
    return open;
  }

  /** Closes the snapshot; who reads goes on after {@link #resume}. */
  public void suspend() {
    ReadView open = view;
    view = null;
    try {
      for (Suspendable reader : readers) {
        reader.suspend();
      }
    } finally {
      if (open != null) {
        open.close();
      }
    }
  }

  /** Ends a command's part: no time passes for the query until the next. */
  void rest() {
    nanosLeft = operation.interruption().nanosLeft();
    suspend();
  }

  /** Goes on in another command, with the time that those before it have left. */
  void resume(Operation next) {
    operation = next;
    next.interruption().limit(nanosLeft);
  }

  /** Lets a reader know when the snapshot of a batch ends. */
  public void add(Suspendable reader) {
    readers.add(reader);
  }

  public void remove(Suspendable reader) {
    readers.remove(reader);
  }

  @Override
  public CollectionCatalog catalog() {
    return engine.handles(this);
  }

  @Override
  public Ticker ticker() {
    return engine.ticker();
  }

  @Override
  public Seeds seeds() {
    return engine.seeds();
  }

  @Override
  public void checkInterrupted() {
    operation.checkInterrupted();
  }

  @Override
  public BsonDocument run(String database, BsonDocument command) {
    return operation.run(database, command);
  }

  /** Closes the snapshot; whoever still reads lets go of it first. */
  @Override
  public void close() {
    suspend();
  }
}
