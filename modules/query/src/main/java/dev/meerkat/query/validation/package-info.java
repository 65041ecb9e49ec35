/**
 * Why a document does not satisfy a validator: the {@code details} of error 121.
 *
 * <p>Begin with {@link dev.meerkat.query.validation.FailureDetails}. {@code ClauseParser} takes the
 * validator apart into a tree of {@code Clause}s, one an operator, each with its compiled filter;
 * {@code LeafText} holds what is said of the operators on a path.
 *
 * <p>Threads: immutable.
 */
package dev.meerkat.query.validation;
