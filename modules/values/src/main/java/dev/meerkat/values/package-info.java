/**
 * What MongoDB's values mean: their order, equality and hash, arithmetic, dotted paths, collations,
 * and their form as index keys. Almost all of it works on BSON bytes without decoding them.
 *
 * <p>Begin with {@link dev.meerkat.values.BsonOrder}, the one place where two values are compared,
 * and {@link dev.meerkat.values.KeyString}, the same order as unsigned bytes. A new BSON type would
 * touch exactly those two, {@link dev.meerkat.values.BsonValidator} and the SPI's {@code
 * BsonBytes}. Nothing here knows documents of a collection, storage or a query language.
 *
 * <p>Where to look: {@link dev.meerkat.values.Numbers}, {@link dev.meerkat.values.NumberSum} and
 * {@link dev.meerkat.values.DecimalMath} calculate; {@link dev.meerkat.values.QueryPaths} walks a
 * path as filters do, {@link dev.meerkat.values.ExpressionPaths} as aggregation does; {@link
 * dev.meerkat.values.Collation} gives the order of a language.
 *
 * <p>Threads: orders, collations and paths are immutable and shared; builders are confined to one
 * operation.
 */
package dev.meerkat.values;
