/**
 * What was said of queries of one shape: that they are refused, or which indexes they may use.
 *
 * <p>Begin with {@link dev.meerkat.engine.querysettings.QuerySettings}. Threads: safe.
 */
package dev.meerkat.engine.querysettings;
