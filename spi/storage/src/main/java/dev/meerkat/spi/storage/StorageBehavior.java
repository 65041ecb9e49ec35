package dev.meerkat.spi.storage;

/**
 * Abilities that a backend has unless it declares that it lacks them. An absent ability refuses
 * with {@link StorageException.Unsupported}; the contract tests both.
 */
public enum StorageBehavior {
  /**
   * Committed data is there after the environment is closed and opened again. Lacking it, every
   * environment begins empty.
   */
  REOPENS,
  /**
   * A synced commit survives the death of the process and the loss of power. Lacking it, {@code
   * begin(SYNCED)} and {@link Storage#sync} refuse.
   */
  DURABLE,
  /** {@link Storage#backup} writes a copy that opens as an environment. */
  BACKS_UP
}
