package dev.meerkat.contract.fault;

import dev.meerkat.contract.FixedTicker;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.spi.storage.WriterTurn;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A writer's turn above a storage that fails where a test says so, and one counter in it. */
abstract class TurnContract {
  private static final String TABLE = "numbers";
  private static final byte[] COUNTER = {1};

  final ServerException refusal = new ServerException(ErrorCode.BAD_VALUE, "refused on purpose");
  final Faults faults = new Faults();

  @TempDir Path folder;

  WriterTurn turn;
  private Storage real;
  private FaultyStorage storage;

  protected abstract StorageProvider provider();

  @BeforeEach
  void openStorage() {
    StorageOptions options = new StorageOptions(folder, new FixedTicker());
    real = provider().open(provider().names().iterator().next(), options);
    storage = new FaultyStorage(real, faults);
    turn = new WriterTurn(storage);
    boolean _ =
        turn.write(
            Durability.BUFFERED,
            transaction -> {
              transaction.createTable(TABLE, TableKind.TABLE, "test");
              return true;
            });
  }

  @AfterEach
  void closeStorage() {
    turn.close();
    real.close();
  }

  /** Whether the backend keeps what it has synced. */
  boolean isDurable() {
    return !real.lacks().contains(StorageBehavior.DURABLE);
  }

  /** Adds to the counter; answers the sum. */
  long add(WriteTransaction transaction, long amount) {
    byte[] old = storage.sortedTable(TABLE).find(transaction, COUNTER);
    long sum = number(old) + amount;
    byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(sum).array();
    storage.sortedTable(TABLE).put(transaction, COUNTER, value);
    return sum;
  }

  /** What the counter is for everybody. */
  long counter() {
    try (Snapshot snapshot = real.openSnapshot()) {
      return number(real.sortedTable(TABLE).find(snapshot, COUNTER));
    }
  }

  private static long number(byte @Nullable [] value) {
    return value == null ? 0 : ByteBuffer.wrap(value).getLong();
  }
}
