/**
 * Regular expressions with the meaning that MongoDB gives them (PCRE2's), run by {@code
 * java.util.regex}. Begin with {@link dev.meerkat.query.regex.Regex}; filters and expressions share
 * it.
 *
 * <p>Threads: compiled expressions are immutable.
 */
package dev.meerkat.query.regex;
