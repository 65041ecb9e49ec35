/**
 * Doing what entries of an oplog say.
 *
 * <p>Begin with {@link dev.meerkat.commands.applyops.ApplyOpsCommand}. To add what a command entry
 * may say: one more name in {@link dev.meerkat.commands.applyops.OplogCommand}.
 *
 * <p>Threads: immutable.
 */
package dev.meerkat.commands.applyops;
