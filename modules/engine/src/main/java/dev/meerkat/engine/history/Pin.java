package dev.meerkat.engine.history;

import dev.meerkat.engine.catalog.CatalogSnapshot;

/**
 * A time that somebody reads at: nothing that it needs is forgotten before it is released. Threads:
 * immutable.
 *
 * @param time bits of a timestamp; everything up to it is seen
 * @param catalog as it was at that time
 */
public record Pin(long time, CatalogSnapshot catalog) {}
