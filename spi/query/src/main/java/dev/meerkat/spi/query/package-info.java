/**
 * The query language's extension points: {@link dev.meerkat.spi.query.Expression}, {@link
 * dev.meerkat.spi.query.Filter}, {@link dev.meerkat.spi.query.Accumulator} and {@link
 * dev.meerkat.spi.query.Stage}, each with a provider that parses it by its wire name.
 *
 * <p>Parsing and running are two times. A parser is given a {@link
 * dev.meerkat.spi.query.ParseScope}: the collation, the names of variables, and the doors through
 * which nested specs are parsed, so that no operator names another operator's class. What it
 * answers is immutable, holds no values of one run, and may be used by many operations at once. At
 * run time it is given an {@link dev.meerkat.spi.query.EvaluationScope}: the values of the
 * variables and the instant.
 *
 * <p>In evaluation Java's {@code null} means MongoDB's <em>missing</em>; {@code BsonNull} is null.
 *
 * <p>To add an operator: implement the interface, name it in a provider, list the provider in
 * {@code module-info} and in {@code META-INF/services}.
 */
package dev.meerkat.spi.query;
