/**
 * Aggregation stages that tell of the server's own state: {@code $collStats}, {@code $currentOp},
 * {@code $indexStats}, {@code $listLocalSessions}.
 *
 * <p>Begin with {@link dev.meerkat.engine.stage.EngineStages}. To add one: a class that makes its
 * documents when it is opened, and a {@code case} there. Threads: stages are immutable.
 */
package dev.meerkat.engine.stage;
