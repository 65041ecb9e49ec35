/**
 * The server as a program of its own.
 *
 * <p>Begin with {@link dev.meerkat.launcher.Launcher}: it reads the command line and the config
 * file into {@code Settings}, starts a {@code MeerkatServer}, and waits for the signal to end.
 * {@code ServerOption} lists the options, each once for both places; to add one, add a line there
 * and say in {@code Settings.toOptions} what it does. {@code JsonLogger} prints the log as mongod
 * does. {@code Rehearsal} is what later starts are made fast by.
 *
 * <p>Threads: the main thread; the log is written by all.
 */
package dev.meerkat.launcher;
