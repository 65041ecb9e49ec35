/**
 * MongoDB's dialect of JSON Schema, compiled to checks on BSON bytes.
 *
 * <p>Begin with {@link dev.meerkat.query.schema.Schema}. {@code SchemaParser} is the registry: the
 * list of the keywords in the order in which errors name them, and a {@code switch} that compiles
 * each to a {@code Rule}. A rule says whether it accepts a value and, where it does not, why. Most
 * are a {@code ValueCheck} behind a {@code CheckRule}. A rule accepts every value of a type that
 * its keyword does not speak of.
 *
 * <p>To add a keyword: a class with its test, a place in the list and a {@code case}.
 *
 * <p>Threads: schemas are immutable.
 */
package dev.meerkat.query.schema;
