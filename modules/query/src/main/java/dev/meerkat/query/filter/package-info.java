/**
 * Query predicates: what {@code find}'s filter and {@code $match} understand.
 *
 * <p>Begin with {@link dev.meerkat.query.filter.FilterParser}, which takes a filter document apart
 * and asks the providers; {@code CoreFilters} is the registry of the built-in operators. Most
 * operators are a test of one value (a {@code ValueTest}) that {@code PathFilter} applies to every
 * value at a path, arrays looked into. Matching works on bytes and allocates nothing.
 *
 * <p>To add an operator: a class with its test, and a {@code case} in {@code CoreFilters} beside
 * its name.
 *
 * <p>Threads: filters are immutable.
 */
package dev.meerkat.query.filter;
