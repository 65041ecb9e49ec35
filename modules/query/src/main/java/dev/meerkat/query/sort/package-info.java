/**
 * Sorting: {@link dev.meerkat.query.sort.SortPattern} parses a sort spec, extracts from each
 * document its {@link dev.meerkat.query.sort.SortKey}, and says how keys compare.
 *
 * <p>Threads: patterns and keys are immutable.
 */
package dev.meerkat.query.sort;
