/**
 * What tests of the unified format can do, one file for each family of operations.
 *
 * <p>Begin with {@link dev.meerkat.spectests.operation.OperationRunner}; {@code Operations} finds
 * an operation by its name, and a {@code Call} holds what it was called with. To add an operation:
 * a method that takes a {@code Call}, and a {@code case} in {@code Operations}. What the driver's
 * public API lacks is sent as a command and noted as emulated.
 *
 * <p>Threads: a call is confined to one thread; a test may have several.
 */
@NullMarked
package dev.meerkat.spectests.operation;

import org.jspecify.annotations.NullMarked;
