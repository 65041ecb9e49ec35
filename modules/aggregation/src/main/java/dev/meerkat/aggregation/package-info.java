/**
 * Pipelines as a whole: {@link dev.meerkat.aggregation.PipelineOptimizer} rewrites them, {@link
 * dev.meerkat.aggregation.PipelinePrefix} cuts off what a query plan can do. Stages and
 * accumulators stand in packages of their own.
 *
 * <p>Threads: everything here is immutable.
 */
package dev.meerkat.aggregation;
