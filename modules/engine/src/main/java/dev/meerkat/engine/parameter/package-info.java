/**
 * Parameters that belong to the data and not to one run of the server: the cluster parameters.
 *
 * <p>Begin with {@link dev.meerkat.engine.parameter.ClusterParameters}. One more is a constant of
 * {@link dev.meerkat.engine.parameter.ClusterParameter}. Threads: safe.
 */
package dev.meerkat.engine.parameter;
