/**
 * How the output fields of {@code $setWindowFields} are read: the function is handed to its
 * provider, and {@code window} becomes bounds, of documents or of a range of values. It computes no
 * function itself. Begin with {@code WindowFunctionParser}. Everything parsed is immutable; frames
 * are confined to one operation.
 */
package dev.meerkat.query.window;
