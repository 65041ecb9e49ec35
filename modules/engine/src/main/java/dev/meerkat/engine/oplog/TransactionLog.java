package dev.meerkat.engine.oplog;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.query.update.ChangeShape;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction will tell the oplog when it is committed. Threads: confined to one operation
 * at a time.
 */
public final class TransactionLog implements TurnLog {
  private final List<LoggedOperation> operations = new ArrayList<>();
  private @Nullable LoggedCollection known;
  private long bytes;

  /** The operations in their order. */
  List<LoggedOperation> operations() {
    return operations;
  }

  /** Bytes that the entries take, about. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void statement(Origin origin, int statementId) {
    throw new IllegalStateException("statements of a transaction are not retried alone");
  }

  @Override
  public void inserted(CollectionEntry collection, DocumentView document) {
    LoggedCollection logged = logged(collection);
    if (logged.isLogged()) {
      add(new LoggedOperation.Inserted(logged, document.retain(), LoggedOperation.NO_STATEMENT));
    }
  }

  @Override
  public void updated(
      CollectionEntry collection, DocumentView before, DocumentView after, ChangeShape shape) {
    LoggedCollection logged = logged(collection);
    if (logged.isLogged()) {
      add(
          LoggedOperation.Updated.of(
              logged,
              before.retain(),
              after.retain(),
              shape,
              LoggedOperation.NO_STATEMENT,
              new DocumentBuilder(128)));
    }
  }

  @Override
  public void deleted(CollectionEntry collection, DocumentView document) {
    LoggedCollection logged = logged(collection);
    if (logged.isLogged()) {
      add(new LoggedOperation.Deleted(logged, document.retain(), LoggedOperation.NO_STATEMENT));
    }
  }

  @Override
  public void command(
      Namespace about, @Nullable UUID collection, BsonDocument o, @Nullable BsonDocument o2) {
    if (OplogRules.isLogged(about)) {
      add(LoggedOperation.Other.command(about, collection, o, o2));
    }
  }

  @Override
  public void view(char op, String database, BsonDocument document) {
    add(LoggedOperation.Other.view(op, database, document));
  }

  @Override
  public void note(BsonDocument o) {
    throw new IllegalStateException("a note is no part of a transaction");
  }

  @Override
  public void transaction(Origin origin, TransactionLog transaction) {
    throw new IllegalStateException("a transaction within a transaction");
  }

  private LoggedCollection logged(CollectionEntry collection) {
    LoggedCollection logged = LoggedCollection.of(collection, known);
    known = logged;
    return logged;
  }

  private void add(LoggedOperation operation) {
    operations.add(operation);
    bytes += operation.sizeBytes();
  }
}
