/**
 * What the unified test format speaks of: entities, events, and how values, errors and events are
 * held against what a test expects.
 *
 * <p>Begin with {@link dev.meerkat.spectests.unified.Entities}, what a test has made, and {@link
 * dev.meerkat.spectests.unified.ValueMatcher}. What a test does with its entities is in the package
 * {@code operation}. To add a kind of entity: a {@code case} in {@code Entities.create}.
 *
 * <p>Threads: what a test makes may be used by the test's own threads.
 */
@NullMarked
package dev.meerkat.spectests.unified;

import org.jspecify.annotations.NullMarked;
