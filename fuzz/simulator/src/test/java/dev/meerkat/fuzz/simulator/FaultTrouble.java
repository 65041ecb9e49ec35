package dev.meerkat.fuzz.simulator;

import dev.meerkat.contract.fault.Faults;
import dev.meerkat.contract.fault.FaultyStorage;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageException;

/** Trouble by the storage that fails on purpose. Threads: confined to one thread. */
final class FaultTrouble implements Trouble {
  private Faults faults = new Faults();
  private boolean armed;

  @Override
  public Storage wrap(Storage storage) {
    faults = new Faults();
    return new FaultyStorage(storage, faults);
  }

  @Override
  public void failAt(long n, Kind kind) {
    armed = true;
    faults.failAt(
        n,
        () ->
            switch (kind) {
              case FAILED -> new StorageException.Failed("a fault on purpose", null);
              case FULL -> new StorageException.OutOfSpace("full on purpose", null);
              case CONFLICT -> new StorageException.WriteConflict("a conflict on purpose");
            });
  }

  @Override
  public boolean disarm() {
    boolean fired = armed && !faults.isPending();
    armed = false;
    faults.disarm();
    return fired;
  }

  @Override
  public long unsyncedCommits() {
    return faults.unsyncedCommits();
  }
}
