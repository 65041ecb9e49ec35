package dev.meerkat.engine.catalog;

import dev.meerkat.spi.Namespace;

/**
 * What a drop has taken away. Threads: immutable.
 *
 * @param indexes the number of indexes that the collection had; 0 for a view
 */
public record Dropped(Namespace namespace, boolean view, int indexes) {}
