/**
 * Runs MongoDB's unified tests, written as JSON, through the Java driver against any server.
 *
 * <p>Begin with {@link dev.meerkat.spectests.UnifiedRunner}: it takes one test of one file and
 * answers how it went. What tests speak of is in the package {@code unified}, what they can do in
 * {@code operation}. The files themselves are not part of this project; {@link
 * dev.meerkat.spectests.SpecificationFiles} finds them.
 *
 * <p>Threads: a runner and what it makes are confined to one thread.
 */
@NullMarked
package dev.meerkat.spectests;

import org.jspecify.annotations.NullMarked;
