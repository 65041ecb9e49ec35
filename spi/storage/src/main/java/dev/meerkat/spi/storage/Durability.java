package dev.meerkat.spi.storage;

/** What a commit promises when it returns. */
public enum Durability {
  /** Visible to all later readers; survives the death of the process, but not the loss of power. */
  BUFFERED,
  /** Survives the loss of power, and with it every commit before it. */
  SYNCED
}
