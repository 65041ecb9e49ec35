/**
 * Fail points: places where a test may ask the server to fail. They are set by the command {@code
 * configureFailPoint}, which only a server started with {@code enableTestCommands} has. Begin with
 * {@link dev.meerkat.engine.failpoint.FailPoints}, which lists them; who wants one more adds it
 * there and asks it at the place that shall fail. One that is off costs one volatile read. Threads:
 * everything here is safe.
 */
@NullMarked
package dev.meerkat.engine.failpoint;

import org.jspecify.annotations.NullMarked;
