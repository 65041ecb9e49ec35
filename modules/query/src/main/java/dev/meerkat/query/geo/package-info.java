/**
 * Geometry on the plane and on the sphere: GeoJSON, legacy points and shapes, and what lies within
 * or meets what.
 *
 * <p>Begin with {@link dev.meerkat.query.geo.RegionParser}, which makes a {@code Region} of the
 * argument of {@code $geoWithin} or {@code $geoIntersects}, and {@link
 * dev.meerkat.query.geo.StoredGeometry}, which reads what a document holds. On the sphere points
 * are unit {@code Vector}s and edges arcs of great circles; what is nearer than a centimetre
 * touches.
 *
 * <p>Threads: immutable.
 */
package dev.meerkat.query.geo;
