/**
 * MongoDB's query language as pure functions of documents.
 *
 * <p>Begin with {@link dev.meerkat.query.Language}: it is built once of all providers, and its
 * {@linkplain dev.meerkat.query.Language#scope scope} is the door to everything: {@code
 * scope.filter(…)}, {@code scope.expression(…)}, {@code scope.pipeline(…)}. Beside it stand the
 * specs that a command parses directly: {@link dev.meerkat.query.projection.Projection}, {@link
 * dev.meerkat.query.sort.SortPattern} and {@link dev.meerkat.query.update.Update}. Nothing here
 * knows storage, sockets or a clock.
 *
 * <p>To add an operator: a class in the package of its kind and a {@code case} in that package's
 * registry.
 *
 * <p>Threads: what has been parsed is immutable and shared; scopes are confined to one operation.
 */
package dev.meerkat.query;
