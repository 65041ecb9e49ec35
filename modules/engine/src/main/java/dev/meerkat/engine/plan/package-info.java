/**
 * Planning and running reads of one collection.
 *
 * <p>Begin with {@link dev.meerkat.engine.plan.Planner}, which makes a tree of {@link
 * dev.meerkat.engine.plan.Plan} records of a filter, a sort and the indexes that exist, and {@link
 * dev.meerkat.engine.plan.PlanExecutor}, which runs it: a tree of nodes, one for each record, of
 * which each {@code work()} does a little and answers whether a document came of it. The stages
 * bear mongod's names, so that explain can show them as they are. To add a stage: a record in
 * {@code Plan}, a node beside it; the compiler then names every {@code switch} that has to know it.
 *
 * <p>A filter may be used through its {@link dev.meerkat.spi.query.Predicate} only; what the bounds
 * of an index do not prove is checked again on the document.
 *
 * <p>Threads: plans are immutable; executors and nodes are confined to one operation at a time.
 */
package dev.meerkat.engine.plan;
