/**
 * Fuzzing of everything that reads what a stranger sends: frames, BSON, filters, and the server
 * behind its port.
 *
 * <p>Begin with {@link dev.meerkat.fuzz.parsers.Campaign}, which runs a property on many cases,
 * each made of a seed of its own; the properties are the {@code …Fuzz} classes among the tests. A
 * short run is part of the build; {@code fuzz/run --minutes N} is the long one, with other cases.
 * The plain matcher and the plain order tell what filters must answer.
 *
 * <p>To add a target: one more {@code …Fuzz} class. Threads: confined to one thread.
 */
package dev.meerkat.fuzz.parsers;
