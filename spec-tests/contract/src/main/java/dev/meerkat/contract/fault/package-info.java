/**
 * What every storage backend must bear: callers that fail, a store that fails, a full disk, and the
 * death of the process.
 *
 * <p>A backend inherits {@link dev.meerkat.contract.fault.WriterTurnContract}, {@link
 * dev.meerkat.contract.fault.StorageFaultContract} and, where it is durable, {@link
 * dev.meerkat.contract.fault.StorageCrashContract}, each in a class of a few lines. All of them
 * compare the store with {@link dev.meerkat.contract.fault.StorageModel}, plain sorted maps that
 * the same {@link dev.meerkat.contract.fault.Change}s were applied to. {@link
 * dev.meerkat.contract.fault.FaultyStorage} fails at a chosen call, for these tests and for those
 * of the engine.
 *
 * <p>Threads: as each type says; the contracts run one test at a time.
 */
@NullMarked
package dev.meerkat.contract.fault;

import org.jspecify.annotations.NullMarked;
