package dev.meerkat.engine.history;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.StorageReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A reader that sees the data as it was at a time, and its transaction's own changes. Threads:
 * confined to one operation.
 */
sealed interface PastReader permits PastSnapshot, PrivateTransaction {
  /** Shows everything committed up to some moment after the reader's time. */
  Snapshot base();

  History history();

  /** Bits of a timestamp. */
  long time();

  /** The transaction's own changes, or null. */
  @Nullable Overlay overlay();

  /** What to read beneath the patches, or null where the table is the transaction's own. */
  default @Nullable StorageReader base(String ident) {
    Overlay own = overlay();
    return own != null && own.isCreated(ident) ? null : base();
  }

  default Patches<Long, DocumentView> recordPatches(String ident) {
    Overlay own = overlay();
    return new Patches<>(
        Long::compare,
        own == null ? null : own.records(ident),
        history().undoOfRecords(ident),
        time());
  }

  default Patches<byte[], byte[]> tablePatches(String ident) {
    Overlay own = overlay();
    return new Patches<>(
        Arrays::compareUnsigned,
        own == null ? null : own.table(ident),
        history().undoOfTable(ident),
        time());
  }
}
