/**
 * Buckets of time-series collections: how measurements are read from them, and which of them a
 * query on measurements has to read.
 */
@NullMarked
package dev.meerkat.aggregation.timeseries;

import org.jspecify.annotations.NullMarked;
