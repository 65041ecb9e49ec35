/**
 * Aggregation expressions: the parser and the built-in operators. It knows no storage, no clock and
 * no randomness but those that the {@link dev.meerkat.spi.query.EvaluationScope} brings.
 *
 * <p>Begin with {@link dev.meerkat.query.expression.ExpressionParser}. Operators are listed in
 * registries, one a family ({@code ArithmeticExpressions}, {@code StringExpressions}, …). To add
 * one: a file named after it with a static {@code parse}, and a {@code case} in its family's
 * registry beside its name. An operator that is a mere function of its arguments' values builds a
 * {@code FunctionExpression}; one that evaluates arguments only sometimes, or binds variables,
 * implements {@link dev.meerkat.spi.query.Expression} itself.
 *
 * <p>Everything here is immutable after parsing.
 */
package dev.meerkat.query.expression;
