package dev.meerkat.engine.diagnostic;

import dev.meerkat.spi.query.Filter;
import org.jspecify.annotations.Nullable;

/**
 * What of a database is profiled. Threads: immutable.
 *
 * @param level 0 nothing, 1 what is slow or what the filter lets pass, 2 everything
 * @param filter looks at the profile document of each operation, or null
 */
record ProfileLevel(int level, @Nullable Filter filter) {
  static final ProfileLevel OFF = new ProfileLevel(0, null);
}
