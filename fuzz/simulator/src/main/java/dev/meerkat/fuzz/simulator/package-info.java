/**
 * A whole server, from the commands down to the store, under a random workload of many clients on
 * one thread, with a clock that is moved by hand, beside a plain model that tells what every reply
 * and all contents must be.
 *
 * <p>Begin with {@link dev.meerkat.fuzz.simulator.Simulation}: it takes step after step, each made
 * by a {@link dev.meerkat.fuzz.simulator.Workload} and judged against a {@link
 * dev.meerkat.fuzz.simulator.Model}. The store fails on purpose, is abandoned as by a crash and
 * opened again. A failure prints the line that replays it. To add a kind of step: one more case in
 * {@code Workload}, and what it does to the model. Threads: confined to one thread.
 */
package dev.meerkat.fuzz.simulator;
