package dev.meerkat.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A floor in a virtual machine of its own, which ends with this one. Threads: confined. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final BufferedWriter input;

  /** Starts a program of this module, with the options that the server has, too. */
  Child(Class<?> program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(Arrays.asList(arguments));
    this.process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    this.output = process.inputReader();
    this.input = process.outputWriter();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }

  CpuMeter meter() {
    return new CpuMeter(process.toHandle());
  }

  /** The next line that it prints. */
  String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IllegalStateException("a floor has ended early");
    }
    return line;
  }

  /** Tells it a line; answers the line that it prints to that. */
  String ask(String line) throws IOException {
    input.write(line);
    input.newLine();
    input.flush();
    return line();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
