package dev.meerkat.engine;

import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.engine.oplog.TurnLog;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.values.KeyStringBuilder;

/**
 * Where changes are made: one piece of work's share of a writer's turn, or a statement of a
 * multi-document transaction. Threads: confined to the turn or the statement.
 */
public interface Turn {
  WriteTransaction transaction();

  /** The catalog with what was changed here, and by earlier members of the same turn. */
  CatalogSnapshot catalog();

  /** Makes a changed catalog the turn's own; it is published with the commit. */
  void catalog(CatalogSnapshot next);

  /** Makes keys of indexes without a collation, one after the other. */
  KeyStringBuilder keyBuilder();

  /** Empty; what is written to it is copied before anybody else is handed it. */
  DocumentBuilder documentBuilder();

  /** What is told of each change that others are to learn of, once it is made. */
  TurnLog log();

  /**
   * Bits of the time of this work's commit: that of its last entry in the log. Who changes
   * documents asks for it in the end.
   */
  long timestamp();

  /** Runs {@code action} in the order of commits, after this one; it must not throw or write. */
  void afterCommit(Runnable action);

  /** Says that a collection's documents are to be changed. */
  void enter(CollectionEntry collection);

  /** Says that a collection itself is to be changed or to go. */
  void alter(CollectionEntry collection);

  /** Says that a collection or view of this name is to be made. */
  void claim(Namespace namespace);

  /** Says that a record is to be changed, before it is read for the last time. */
  void claim(RecordStore records, long recordId);

  /** Says that entries of an index come or go, before it is asked whether their keys are taken. */
  void claim(CollectionIndex index, Iterable<IndexKeys.Entry> entries);
}
