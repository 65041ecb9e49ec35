/**
 * Updates: {@link dev.meerkat.query.update.Update} parses operators, a replacement or a pipeline
 * and applies them to documents.
 *
 * <p>Operators are parsed into a tree of paths; a document is walked along that tree once, and what
 * no operator touches is copied as bytes. To add an operator: a class that implements {@code
 * FieldEdit}, and a {@code case} in {@code CoreUpdates} beside its name.
 *
 * <p>Threads: updates are immutable.
 */
package dev.meerkat.query.update;
