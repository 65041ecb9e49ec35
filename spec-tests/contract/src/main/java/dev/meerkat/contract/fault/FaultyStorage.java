package dev.meerkat.contract.fault;

import dev.meerkat.contract.fault.Faults.Call;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.RecordLengths;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A storage that fails where its {@link Faults} say, instead of making the call. It also insists
 * that nothing but a rollback follows a failure in a transaction. Threads: as the storage behind
 * it.
 */
public final class FaultyStorage implements Storage {
  private final Storage storage;
  private final Faults faults;

  public FaultyStorage(Storage storage, Faults faults) {
    this.storage = storage;
    this.faults = faults;
  }

  @Override
  public Set<StorageBehavior> lacks() {
    return storage.lacks();
  }

  @Override
  public Snapshot openSnapshot() {
    faults.call(Call.OPEN_SNAPSHOT);
    return new FaultySnapshot(storage.openSnapshot());
  }

  @Override
  public WriteTransaction begin(Durability durability) {
    faults.begin(durability);
    return new FaultyTransaction(storage.begin(durability), durability, faults);
  }

  @Override
  public void sync() {
    faults.call(Call.UPKEEP);
    storage.sync();
    faults.synced();
  }

  @Override
  public RecordStore recordStore(String ident) {
    return new FaultyRecordStore(storage.recordStore(ident), faults);
  }

  @Override
  public SortedTable sortedTable(String ident) {
    return new FaultySortedTable(storage.sortedTable(ident), faults);
  }

  @Override
  public void checkpoint() {
    faults.call(Call.UPKEEP);
    storage.checkpoint();
  }

  @Override
  public void backup(Path folder) {
    faults.call(Call.UPKEEP);
    storage.backup(folder);
  }

  @Override
  public List<String> verify() {
    faults.call(Call.UPKEEP);
    return storage.verify();
  }

  @Override
  public long sizeBytes() {
    faults.call(Call.UPKEEP);
    return storage.sizeBytes();
  }

  @Override
  public long reclaimableBytes() {
    faults.call(Call.UPKEEP);
    return storage.reclaimableBytes();
  }

  @Override
  public long reclaim(long leastBytes) {
    faults.call(Call.UPKEEP);
    return storage.reclaim(leastBytes);
  }

  @Override
  public void close() {
    storage.close();
  }

  /** Makes a call that reads, or fails instead; a failure breaks the transaction it happens in. */
  private static <T extends @Nullable Object> T read(
      Faults faults, StorageReader reader, Function<StorageReader, T> work) {
    StorageReader real =
        switch (reader) {
          case FaultySnapshot(Snapshot snapshot) -> snapshot;
          case FaultyTransaction transaction -> transaction.usable();
          default -> throw new AssertionError("a reader of another storage");
        };
    try {
      faults.call(Call.READ);
      return work.apply(real);
    } catch (StorageException e) {
      if (reader instanceof FaultyTransaction transaction) {
        transaction.broken = true;
      }
      throw e;
    }
  }

  private static <T> T write(WriteTransaction transaction, Function<WriteTransaction, T> work) {
    if (transaction instanceof FaultyTransaction faulty) {
      return faulty.change(Call.WRITE, work);
    }
    throw new AssertionError("a transaction of another storage");
  }

  private static void change(WriteTransaction transaction, Consumer<WriteTransaction> work) {
    boolean _ =
        write(
            transaction,
            real -> {
              work.accept(real);
              return true;
            });
  }

  private record FaultySnapshot(Snapshot snapshot) implements Snapshot {
    @Override
    public List<String> idents() {
      return snapshot.idents();
    }

    @Override
    public void close() {
      snapshot.close();
    }
  }

  private static final class FaultyTransaction implements WriteTransaction {
    private final WriteTransaction transaction;
    private final Durability durability;
    private final Faults faults;
    private boolean broken;

    FaultyTransaction(WriteTransaction transaction, Durability durability, Faults faults) {
      this.transaction = transaction;
      this.durability = durability;
      this.faults = faults;
    }

    WriteTransaction usable() {
      if (broken) {
        throw new AssertionError("a transaction is used after a failure");
      }
      return transaction;
    }

    <T> T change(Call call, Function<WriteTransaction, T> work) {
      WriteTransaction real = usable();
      try {
        faults.call(call);
        return work.apply(real);
      } catch (StorageException e) {
        broken = true;
        throw e;
      }
    }

    @Override
    public List<String> idents() {
      return usable().idents();
    }

    @Override
    public void createTable(String ident, TableKind kind, String database) {
      FaultyStorage.change(this, real -> real.createTable(ident, kind, database));
    }

    @Override
    public void dropTable(String ident) {
      FaultyStorage.change(this, real -> real.dropTable(ident));
    }

    @Override
    public long changeCount() {
      return usable().changeCount();
    }

    @Override
    public void commit() {
      boolean _ =
          change(
              Call.COMMIT,
              real -> {
                boolean changes = real.changeCount() > 0;
                real.commit();
                if (changes || durability == Durability.SYNCED) {
                  faults.committed(durability);
                }
                return true;
              });
    }

    @Override
    public void rollback() {
      transaction.rollback();
    }
  }

  private record FaultyRecordStore(RecordStore store, Faults faults) implements RecordStore {
    @Override
    public String ident() {
      return store.ident();
    }

    @Override
    public @Nullable DocumentView find(StorageReader reader, long recordId) {
      return read(faults, reader, real -> store.find(real, recordId));
    }

    @Override
    public RecordLengths lengths(StorageReader reader, long from, int limit) {
      return read(faults, reader, real -> store.lengths(real, from, limit));
    }

    @Override
    public RecordFinder finder(StorageReader reader) {
      RecordFinder finder = read(faults, reader, store::finder);
      return new FaultyRecordFinder(finder, reader, faults);
    }

    @Override
    public RecordCursor open(StorageReader reader, Direction direction, long from) {
      RecordCursor cursor = read(faults, reader, real -> store.open(real, direction, from));
      return new FaultyRecordCursor(cursor, reader, faults);
    }

    @Override
    public void insert(WriteTransaction transaction, long recordId, DocumentView document) {
      change(transaction, real -> store.insert(real, recordId, document));
    }

    @Override
    public void update(
        WriteTransaction transaction, long recordId, int oldLength, DocumentView document) {
      change(transaction, real -> store.update(real, recordId, oldLength, document));
    }

    @Override
    public void delete(WriteTransaction transaction, long recordId, int oldLength) {
      change(transaction, real -> store.delete(real, recordId, oldLength));
    }

    @Override
    public long count(StorageReader reader) {
      return read(faults, reader, store::count);
    }

    @Override
    public long dataSizeBytes(StorageReader reader) {
      return read(faults, reader, store::dataSizeBytes);
    }

    @Override
    public void recount(WriteTransaction transaction) {
      change(transaction, store::recount);
    }

    @Override
    public long maxRecordId(StorageReader reader) {
      return read(faults, reader, store::maxRecordId);
    }
  }

  private record FaultySortedTable(SortedTable table, Faults faults) implements SortedTable {
    @Override
    public String ident() {
      return table.ident();
    }

    @Override
    public byte @Nullable [] find(StorageReader reader, byte[] key) {
      return read(faults, reader, real -> table.find(real, key));
    }

    @Override
    public byte @Nullable [] ceiling(StorageReader reader, byte[] key) {
      return read(faults, reader, real -> table.ceiling(real, key));
    }

    @Override
    public void put(WriteTransaction transaction, byte[] key, byte[] value) {
      change(transaction, real -> table.put(real, key, value));
    }

    @Override
    public void put(WriteTransaction transaction, byte[] key, DocumentView value) {
      change(transaction, real -> table.put(real, key, value));
    }

    @Override
    public boolean delete(WriteTransaction transaction, byte[] key) {
      return write(transaction, real -> table.delete(real, key));
    }

    @Override
    public SortedCursor open(StorageReader reader, KeyRange range, Direction direction) {
      SortedCursor cursor = read(faults, reader, real -> table.open(real, range, direction));
      return new FaultySortedCursor(cursor, reader, faults);
    }

    @Override
    public long count(StorageReader reader, KeyRange range, long limit) {
      return read(faults, reader, real -> table.count(real, range, limit));
    }
  }

  private record FaultyRecordFinder(RecordFinder finder, StorageReader reader, Faults faults)
      implements RecordFinder {
    @Override
    public void ask(long[] recordIds, int count) {
      finder.ask(recordIds, count);
    }

    @Override
    public @Nullable DocumentView next() {
      return read(faults, reader, _ -> finder.next());
    }

    @Override
    public void close() {
      finder.close();
    }
  }

  private record FaultyRecordCursor(RecordCursor cursor, StorageReader reader, Faults faults)
      implements RecordCursor {
    @Override
    public boolean advance() {
      return read(faults, reader, _ -> cursor.advance());
    }

    @Override
    public DocumentView current() {
      return cursor.current();
    }

    @Override
    public long recordId() {
      return cursor.recordId();
    }

    @Override
    public void seek(long recordId) {
      cursor.seek(recordId);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }

  private record FaultySortedCursor(SortedCursor cursor, StorageReader reader, Faults faults)
      implements SortedCursor {
    @Override
    public boolean advance() {
      return read(faults, reader, _ -> cursor.advance());
    }

    @Override
    public byte[] key() {
      return cursor.key();
    }

    @Override
    public int keyLength() {
      return cursor.keyLength();
    }

    @Override
    public byte[] value() {
      return cursor.value();
    }

    @Override
    public void seek(byte[] key, boolean inclusive) {
      cursor.seek(key, inclusive);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
