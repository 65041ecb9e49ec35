/**
 * Fuzzing of everything that reads what a stranger sends: frames, BSON, filters, and the server
 * behind its port.
 *
 * <p>Begin with {@link dev.meerkat.fuzz.parsers.Campaign}, which runs a property on many cases,
 * each made of a seed of its own; the properties are the {@code …Fuzz} classes among the tests. A
 * short run is part of the build. A long one, with other cases:
 *
 * <pre>{@code
 * mvn -pl fuzz/parsers -am test -Dtest='*Fuzz' -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dfuzz.runs=5000000 -Dfuzz.seed=$RANDOM
 * }</pre>
 *
 * To add a target: one more {@code …Fuzz} class. Threads: confined to one thread.
 */
package dev.meerkat.fuzz.parsers;
