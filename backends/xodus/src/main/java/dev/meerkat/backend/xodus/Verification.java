package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.TableKind;
import java.util.ArrayList;
import java.util.List;

/** Reads everything and compares it with the catalog. Threads: confined to one verification. */
final class Verification {
  private final XodusStorage storage;
  private final List<String> problems = new ArrayList<>();

  Verification(XodusStorage storage) {
    this.storage = storage;
  }

  List<String> run() {
    try (XodusSnapshot snapshot = new XodusSnapshot(storage)) {
      for (String ident : snapshot.idents()) {
        try {
          check(snapshot, ident);
        } catch (StorageException.Corrupt e) {
          problems.add(ident + ": " + e.getMessage());
        }
      }
    } catch (StorageException.Corrupt e) {
      problems.add("catalog: " + e.getMessage());
    }
    return List.copyOf(problems);
  }

  private void check(XodusSnapshot snapshot, String ident) {
    long records = 0;
    long bytes = 0;
    TableKind kind = snapshot.kind(ident);
    int number = snapshot.number(ident, kind.isRecords());
    KeyCursor cursor = new KeyCursor(snapshot, number, KeyRange.ALL, Direction.FORWARD);
    while (cursor.advance()) {
      records++;
      bytes += Checksums.check(cursor.value().getBytesUnsafe(), cursor.value().getLength());
    }
    if (kind.isRecords()) {
      Catalog.Counts counts = snapshot.counts(ident);
      if (counts.records != records || counts.bytes != bytes) {
        problems.add(
            "%s: counted are %d records of %d bytes, found %d of %d"
                .formatted(ident, counts.records, counts.bytes, records, bytes));
      }
    }
  }
}
