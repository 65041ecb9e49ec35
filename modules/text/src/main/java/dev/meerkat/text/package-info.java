/**
 * Text indexes: which words a document has, how much each of them counts, and what a search asks
 * for.
 *
 * <p>Begin with {@link dev.meerkat.text.TextIndexType}. Stemmers and stop words come from a library
 * and are known to {@link dev.meerkat.text.TextLanguage} alone; what a word is, and what it scores,
 * is MongoDB's. To add a language: a line in {@code TextLanguage}.
 *
 * <p>Threads: indexes and languages are immutable; what takes text apart is confined to one
 * operation.
 */
package dev.meerkat.text;
