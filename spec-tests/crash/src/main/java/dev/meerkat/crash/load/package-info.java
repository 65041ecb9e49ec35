/**
 * A load of mixed writes from several connections, with a model of what each may have left behind.
 *
 * <p>Begin with {@link dev.meerkat.crash.load.Load}. Each {@link dev.meerkat.crash.load.Worker} has
 * one connection, which carries its steps out in order, and is the only one to change its documents
 * and its databases; the collections, their indexes and the writer's turn are shared. So the model
 * is exact: what is there after a crash must be the worker's first {@code k} steps, a part of the
 * next at most, and {@code k} is no less than what was promised to survive ({@link
 * dev.meerkat.crash.load.Explanation}). To add a kind of write, add a method to {@link
 * dev.meerkat.crash.load.DocumentSteps} or {@link dev.meerkat.crash.load.CatalogSteps}. Threads:
 * one for each worker; the checks afterwards are confined to one thread.
 */
package dev.meerkat.crash.load;
