/**
 * The stages of aggregation pipelines that are functions of their input and of other collections.
 * Stages that read the server's state live in the engine.
 *
 * <p>Begin with {@code CoreStages}, the registry, and with {@code LimitStage}, the shortest stage.
 * To add one: a file named after it whose static {@code parse} validates the spec with MongoDB's
 * codes, and a {@code case} in the registry beside its name. A stage declares in its traits where
 * it may stand and what a rewrite may rely on; one that needs its whole input opens a {@code
 * BlockingCursor} and counts its memory with {@code MemoryLimit}.
 *
 * <p>Stages are immutable; their cursors are confined to one operation.
 */
package dev.meerkat.aggregation.stage;
