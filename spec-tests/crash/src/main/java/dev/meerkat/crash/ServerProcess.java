package dev.meerkat.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server as a child process, which ends with this program at the latest. Threads: confined. */
final class ServerProcess implements AutoCloseable {
  private static final String READY = "Meerkat is ready: ";
  private static final int KEPT_LINES = 40;
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final Thread atExit;
  private final String connectionString;

  private ServerProcess(Process process, Thread atExit, String connectionString) {
    this.process = process;
    this.atExit = atExit;
    this.connectionString = connectionString;
  }

  /** Starts a server at a free port and waits until it takes clients. */
  static ServerProcess start(Path script, String storage, Path folder) throws IOException {
    return start(script, storage, folder, Map.of());
  }

  /**
   * Starts a server at a free port and waits until it takes clients.
   *
   * @param environment variables for the server beside this program's own
   */
  static ServerProcess start(
      Path script, String storage, Path folder, Map<String, String> environment)
      throws IOException {
    Process process = launch(script, storage, folder, environment);
    Thread atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
    BufferedReader output = process.inputReader();
    String connectionString = awaitReady(output);
    Thread.ofPlatform().daemon(true).start(() -> drain(output));
    return new ServerProcess(process, atExit, connectionString);
  }

  /** Starts a server and kills it some time after, which may be before it is ready. */
  static void startAndKill(Path script, String storage, Path folder, long millis)
      throws IOException, InterruptedException {
    Process process = launch(script, storage, folder, Map.of());
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    String output = ended ? String.join("\n", process.inputReader().lines().toList()) : "";
    process.destroyForcibly();
    process.onExit().join();
    if (ended) {
      throw new IllegalStateException("the server did not start:\n" + output);
    }
  }

  private static Process launch(
      Path script, String storage, Path folder, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                script.toString(),
                "--storage",
                storage,
                "--dbpath",
                folder.toString(),
                "--port",
                "0",
                // The whole oplog is read again after each crash: it must not lose its beginning.
                "--oplogSize",
                "8192",
                "--quiet")
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    // The script becomes the server with exec: this process is the one to kill.
    return builder.start();
  }

  String connectionString() {
    return connectionString;
  }

  /** Ends the server as {@code kill -9} does: it gets no chance to write anything more. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Asks the server to end and waits until it has. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (process.isAlive()) {
      kill();
      throw new IllegalStateException("the server did not end when asked to");
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private static String awaitReady(BufferedReader output) throws IOException {
    Deque<String> lines = new ArrayDeque<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        return line.substring(READY.length());
      }
      lines.addLast(line);
      if (lines.size() > KEPT_LINES) {
        lines.removeFirst();
      }
    }
    throw new IllegalStateException("the server did not start:\n" + String.join("\n", lines));
  }

  /** A server whose output nobody reads would wait at the full pipe. */
  private static void drain(BufferedReader output) {
    try {
      String line = output.readLine();
      while (line != null) {
        System.err.println(line);
        line = output.readLine();
      }
    } catch (IOException e) {
      // The server is gone, and with it its output.
      return;
    }
  }
}
