/**
 * The window functions of {@code $setWindowFields}.
 *
 * <p>Begin with {@code CoreWindowFunctions}, the registry. Most functions see only the values of
 * one expression: a {@code ValueFunction} with a {@code Window} of its own, which takes values in
 * and out. Where windows only grow, the accumulator of the same name does the work ({@code
 * GrowingFunction}), and its types and its NaN are the answer. Others look at single documents of
 * the partition. To add one: its file and a {@code case} in the registry beside its name.
 *
 * <p>Functions are immutable; their runs and windows are confined to one operation.
 */
package dev.meerkat.aggregation.window;
