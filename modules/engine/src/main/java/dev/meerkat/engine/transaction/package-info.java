/**
 * Multi-document transactions: several statements that see one state of the data and become visible
 * together, or not at all.
 *
 * <p>Begin with {@link dev.meerkat.engine.transaction.Transaction}. A statement of a transaction
 * runs the same code as one outside, but its {@link dev.meerkat.engine.Turn} is a {@code
 * TransactionTurn}: it reads at the transaction's pin and writes to its overlay ({@code
 * engine.history}). {@code SessionTransactions} are the rules of a session: which transaction a
 * command belongs to, and when one has ended. To commit is one writer's turn that applies the
 * overlay. Threads: one operation at a time works in a transaction; its session sees to it.
 */
package dev.meerkat.engine.transaction;
