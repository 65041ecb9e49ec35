/**
 * Projections: {@link dev.meerkat.query.projection.Projection} is that of {@code find}, {@link
 * dev.meerkat.query.projection.AggregateProjection} that of {@code $project}, {@code $addFields}
 * and {@code $unset}. Both are a tree of paths that is walked once along the document's bytes.
 *
 * <p>Threads: projections are immutable.
 */
package dev.meerkat.query.projection;
