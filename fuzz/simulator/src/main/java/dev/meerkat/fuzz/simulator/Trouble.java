package dev.meerkat.fuzz.simulator;

import dev.meerkat.spi.storage.Storage;

/** What goes wrong with a store on purpose. Threads: confined to one thread. */
public interface Trouble {
  /** The ways in which a store fails. */
  enum Kind {
    FAILED,
    FULL,
    CONFLICT
  }

  /** The store, which fails from now on where it is told to. */
  Storage wrap(Storage storage);

  /** The n-th call from now on fails, once. */
  void failAt(long n, Kind kind);

  /** Takes back a failure that has not come; answers whether it had come already. */
  boolean disarm();

  /** Commits that have returned and would not survive the loss of power. */
  long unsyncedCommits();
}
