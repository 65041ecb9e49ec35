/**
 * Geospatial indexes. Begin with {@link dev.meerkat.geo.GeoIndexTypes}.
 *
 * <p>A {@code 2dsphere} index keeps for each geometry the S2 cells that cover it, a {@code 2d}
 * index for each point its square of the plane. Both turn what a filter asks for into intervals of
 * cells, and tell {@code $near} how near a cell is. What is within or meets what is decided by the
 * filters alone, in {@code dev.meerkat.query.geo}: an index only never leaves out a match.
 *
 * <p>Threads: everything here is immutable.
 */
package dev.meerkat.geo;
