package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentView;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonDocument;

/** A server that the launcher has started, from the process on. Threads: confined. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("Meerkat is ready: mongodb://127\\.0\\.0\\.1:(\\d+)/.*");

  private final Process process;
  private final InetSocketAddress address;
  private final FrameClient client;
  private final double startMillis;

  /**
   * Starts a server and waits until it has answered a ping.
   *
   * @param javaOptions for its virtual machine, beside its own
   */
  ServerProcess(Path launcher, String storage, Path folder, String javaOptions) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            launcher.toString(),
            "--storage",
            storage,
            "--port",
            "0",
            "--dbpath",
            folder.toString(),
            "--quiet");
    builder.environment().put("MEERKAT_JAVA_OPTS", javaOptions);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    long begin = System.nanoTime();
    this.process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
    this.client = connect();
    var _ = run("{ping: 1, $db: 'admin'}");
    this.startMillis = (System.nanoTime() - begin) / 1e6;
  }

  private int port() throws IOException {
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        return Integer.parseInt(ready.group(1));
      }
    }
    throw new IllegalStateException("the server has not started");
  }

  FrameClient connect() throws IOException {
    return new FrameClient(address);
  }

  /** Clients of this server. */
  Load load() {
    return new Load(address, CpuMeter.of(process.pid()));
  }

  BsonDocument run(String command) throws IOException {
    return client.run(DocumentView.of(BsonDocument.parse(command)));
  }

  /** Milliseconds from the process to the answered ping. */
  double startMillis() {
    return startMillis;
  }

  /** Resident memory, or not a number where the system does not tell. */
  double residentMegabytes() throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return Double.NaN;
  }

  @Override
  public void close() throws IOException {
    client.close();
    process.destroy();
    process.onExit().join();
  }
}
