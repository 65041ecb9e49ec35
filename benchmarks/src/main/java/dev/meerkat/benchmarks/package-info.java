/**
 * What the server's work costs, beside what it would cost to do nothing but the unavoidable part of
 * it: the floors.
 *
 * <p>Begin with {@code README.md} beside this module. {@link dev.meerkat.benchmarks.SanityLines}
 * drives a running server and its floors in one run; a floor is a program of its own ({@link
 * dev.meerkat.benchmarks.EchoServer}, {@link dev.meerkat.benchmarks.StorageFloor}), so that a
 * process's CPU time is the floor's. Classes named {@code …Benchmark} are for JMH. To add a floor:
 * a program that prints its figures in one line, and a line in {@code SanityLines}.
 *
 * <p>Threads: those of the load, one per connection; each class says so.
 */
package dev.meerkat.benchmarks;
