package dev.meerkat.contract;

/**
 * Everything that a storage backend must do: its test extends this class and says how to open it.
 *
 * <p>Abilities that a backend {@linkplain dev.meerkat.spi.storage.StorageBehavior declares lacking}
 * are tested to be refused. Threads: one test at a time.
 */
public abstract class StorageContract extends ModelContract {}
