/**
 * Index types: how documents become keys and predicates become bounds.
 *
 * <p>Begin with {@link dev.meerkat.spi.index.IndexType}. The engine keeps the entries, encodes the
 * keys, checks uniqueness and plans; a type says which values a document has under an index, and
 * which intervals of them can hold what a predicate asks for. Ascending, descending and compound
 * indexes are themselves such a type.
 *
 * <p>To add a type: implement {@code IndexType}, name it in a provider, list the provider in {@code
 * module-info} and in {@code META-INF/services}. Threads: everything here is immutable but {@link
 * dev.meerkat.spi.index.KeySink}, which is confined to one operation.
 */
package dev.meerkat.spi.index;
