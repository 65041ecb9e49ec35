package dev.meerkat.engine.transaction;

import dev.meerkat.engine.Turn;
import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.history.Claim;
import dev.meerkat.engine.history.PrivateTransaction;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.engine.oplog.TurnLog;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.values.KeyStringBuilder;
import java.util.Arrays;

/** A statement of a transaction: what it changes stays private. Threads: confined to it. */
final class TransactionTurn implements Turn {
  private final Transaction owner;
  private final PrivateTransaction transaction;

  TransactionTurn(Transaction owner, PrivateTransaction transaction) {
    this.owner = owner;
    this.transaction = transaction;
  }

  @Override
  public WriteTransaction transaction() {
    return transaction;
  }

  @Override
  public CatalogSnapshot catalog() {
    return owner.catalog();
  }

  @Override
  public void catalog(CatalogSnapshot next) {
    owner.catalog(next);
  }

  @Override
  public KeyStringBuilder keyBuilder() {
    return new KeyStringBuilder();
  }

  @Override
  public DocumentBuilder documentBuilder() {
    return new DocumentBuilder(1024);
  }

  @Override
  public TurnLog log() {
    return owner.log();
  }

  /** The time that the transaction reads at: its changes get theirs with the commit. */
  @Override
  public long timestamp() {
    return owner.pin().time();
  }

  @Override
  public void afterCommit(Runnable action) {
    owner.afterCommit(action);
  }

  @Override
  public void enter(CollectionEntry collection) {
    if (collection.options().capped()) {
      throw new ServerException(
          ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION,
          "Collection '"
              + collection.namespace().fullName()
              + "' is a capped collection. Writes in transactions are not allowed on capped"
              + " collections.");
    }
    owner.enter(collection);
  }

  /** Only what the transaction has made itself can be changed in it. */
  @Override
  public void alter(CollectionEntry collection) {
    if (owner.pin().catalog().find(collection.namespace()) != null) {
      throw new ServerException(
          ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION,
          "Cannot create new indexes on existing collection "
              + collection.namespace().fullName()
              + " in a multi-document transaction.");
    }
  }

  @Override
  public void claim(Namespace namespace) {
    owner.claim(Claim.namespace(namespace));
    if (owner.engine().catalog().snapshot().find(namespace) != null) {
      throw Transaction.conflict();
    }
  }

  @Override
  public void claim(RecordStore records, long recordId) {
    owner.claim(Claim.record(records.ident(), recordId));
    if (owner.history().isRecordChanged(records.ident(), recordId, owner.pin())) {
      throw Transaction.conflict();
    }
  }

  @Override
  public void claim(CollectionIndex index, Iterable<IndexKeys.Entry> entries) {
    if (!index.definition().isUnique()) {
      return;
    }
    for (IndexKeys.Entry entry : entries) {
      byte[] key = Arrays.copyOf(entry.key(), entry.keyLength());
      owner.claim(new Claim(index.ident(), key));
      if (owner
          .history()
          .isAnyKeyChanged(index.ident(), key, KeyRange.successor(key), owner.pin())) {
        throw Transaction.conflict();
      }
    }
  }
}
