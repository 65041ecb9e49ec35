package dev.meerkat.contract.fault;

import dev.meerkat.contract.FixedTicker;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import dev.meerkat.spi.storage.WriterTurn;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/**
 * The process that {@link StorageCrashContract} kills: writers that commit for ever and print each
 * acknowledgement as soon as they have it. Threads: one for each writer, and one that checkpoints.
 */
final class CrashingWriter {
  private CrashingWriter() {}

  /**
   * @param arguments the backend's name and the folder
   */
  public static void main(String[] arguments) {
    StorageOptions options = new StorageOptions(Path.of(arguments[1]), new FixedTicker());
    Storage storage = provider(arguments[0]).open(arguments[0], options);
    WriterTurn turn = new WriterTurn(storage);
    if (isEmpty(storage)) {
      run(turn, storage, 5, CrashWork.setUp());
    }
    for (int i = 0; i < CrashWork.WRITERS; i++) {
      int writer = i;
      Thread.ofPlatform().start(() -> writeForEver(turn, storage, writer));
    }
    Thread.ofPlatform().start(() -> checkpointForEver(storage));
  }

  private static StorageProvider provider(String name) {
    for (StorageProvider provider : ServiceLoader.load(StorageProvider.class)) {
      if (provider.names().contains(name)) {
        return provider;
      }
    }
    throw new IllegalStateException("no backend " + name);
  }

  private static boolean isEmpty(Storage storage) {
    try (Snapshot snapshot = storage.openSnapshot()) {
      return snapshot.idents().isEmpty();
    }
  }

  private static void writeForEver(WriterTurn turn, Storage storage, int writer) {
    long last;
    try (Snapshot snapshot = storage.openSnapshot()) {
      last = CrashWork.lastStep(storage, snapshot, writer);
    }
    for (long step = last + 1; ; step++) {
      run(turn, storage, step, CrashWork.step(writer, step));
      synchronized (System.out) {
        System.out.println("ack " + writer + " " + step);
        System.out.flush();
      }
    }
  }

  private static void run(WriterTurn turn, Storage storage, long step, List<Change> changes) {
    boolean _ =
        turn.write(
            CrashWork.durability(step),
            transaction -> {
              changes.forEach(change -> change.apply(storage, transaction));
              return true;
            });
  }

  private static void checkpointForEver(Storage storage) {
    while (true) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        return;
      }
      storage.checkpoint();
    }
  }
}
