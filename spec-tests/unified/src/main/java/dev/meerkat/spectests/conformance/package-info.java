/**
 * Runs all of MongoDB's unified tests against servers, judges what came of them, and writes {@code
 * CONFORMANCE.md}.
 *
 * <p>Begin with {@link dev.meerkat.spectests.conformance.Conformance}: it takes servers one after
 * another ({@link dev.meerkat.spectests.conformance.Suite} runs all tests against one), and {@link
 * dev.meerkat.spectests.conformance.Judge} holds every outcome against {@link
 * dev.meerkat.spectests.conformance.Reasons}, the one reviewed list of what may fail or not run,
 * and why. {@link dev.meerkat.spectests.conformance.Page} writes it down.
 *
 * <p>Threads: two suites may run at once, each confined to one thread; all else to one thread.
 */
@NullMarked
package dev.meerkat.spectests.conformance;

import org.jspecify.annotations.NullMarked;
