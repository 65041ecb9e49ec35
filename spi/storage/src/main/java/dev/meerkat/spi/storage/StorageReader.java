package dev.meerkat.spi.storage;

import java.util.List;

/** What a snapshot and a write transaction have in common: tables can be read through them. */
public sealed interface StorageReader permits Snapshot, WriteTransaction {
  /** The idents of all tables that exist here, in no order. */
  List<String> idents();
}
