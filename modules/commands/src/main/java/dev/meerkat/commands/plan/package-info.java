/**
 * Commands by which the planner is steered: its cache, index filters, query settings.
 *
 * <p>Begin with {@link dev.meerkat.commands.plan.PlanCacheSetFilterCommand}. To add one: see {@code
 * dev.meerkat.commands}.
 *
 * <p>Threads: immutable.
 */
package dev.meerkat.commands.plan;
