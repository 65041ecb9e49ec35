package dev.meerkat.spi.storage;

/**
 * Abilities that a backend has unless it declares that it lacks them. An absent ability refuses
 * with {@link StorageException.Unsupported}; the contract tests both.
 */
public enum StorageBehavior {
  /** Committed data is there after the environment is closed and opened again. */
  REOPENS,
  /** A synced commit survives the death of the process and the loss of power. */
  DURABLE,
  /** {@link Storage#backup} writes a copy that opens as an environment. */
  BACKS_UP
}
