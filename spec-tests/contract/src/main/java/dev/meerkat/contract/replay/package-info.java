/**
 * The line that replays a property's failure. jqwik finds it where this module is beside the tests.
 * Begin with {@code ReplayLine}. Threads: confined to the tests' thread.
 */
@NullMarked
package dev.meerkat.contract.replay;

import org.jspecify.annotations.NullMarked;
