/**
 * Time-series collections without their storage: their options, the building of buckets, and how
 * what is said of measurements is said of buckets. Begin with {@code TimeseriesOptions} and {@code
 * BucketBuilder}; who writes buckets is in {@code engine.collection}.
 */
@NullMarked
package dev.meerkat.engine.timeseries;

import org.jspecify.annotations.NullMarked;
