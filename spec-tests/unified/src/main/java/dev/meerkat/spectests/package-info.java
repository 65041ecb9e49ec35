/**
 * Runs MongoDB's unified tests, written as JSON, through the Java driver against any server.
 *
 * <p>Begin with {@link dev.meerkat.spectests.UnifiedRunner}: it takes one test of one file and
 * answers how it went. {@link dev.meerkat.spectests.Entities} are the clients, databases and
 * collections that a file declares, {@link dev.meerkat.spectests.Operations} what can be done with
 * them, {@link dev.meerkat.spectests.ValueMatcher} what results are held against. To add an
 * operation: a {@code case} in {@code Operations}. The files themselves are not part of this
 * project; {@link dev.meerkat.spectests.SpecificationFiles} finds them.
 *
 * <p>Threads: a runner and what it makes are confined to one thread.
 */
@NullMarked
package dev.meerkat.spectests;

import org.jspecify.annotations.NullMarked;
