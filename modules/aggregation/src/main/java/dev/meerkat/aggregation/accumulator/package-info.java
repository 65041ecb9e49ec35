/**
 * The accumulators of {@code $group}, {@code $bucket} and {@code $bucketAuto}.
 *
 * <p>Begin with {@code CoreAccumulators}, the registry. An accumulator of one expression's values
 * is a {@code UnaryAccumulator.ValueState}, made anew for each group; others implement {@link
 * dev.meerkat.spi.query.Accumulator} themselves. To add one: its file and a {@code case} in the
 * registry beside its name.
 *
 * <p>Accumulators are immutable; their states are confined to one operation.
 */
package dev.meerkat.aggregation.accumulator;
