package dev.meerkat.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the tools of the system and of the JDK count of a server's process. Threads: confined to one
 * thread.
 *
 * @param process the server's
 */
record ServerCounts(ProcessHandle process) {
  /** As {@code jcmd Thread.print -e} shows it: of one thread, with a unit. */
  private static final Pattern ALLOCATED = Pattern.compile(" allocated=(\\d+)([BKMG]) ");

  /** As {@code perf stat -x} shows it: the number, its unit, and the event. */
  private static final Pattern SYNCS = Pattern.compile("(\\d+),,syscalls:sys_enter_f\\w*sync");

  /** So long the counting needs to begin. */
  private static final long ATTACHING_MILLIS = 500;

  /** Bytes that all threads that are there have allocated, to about a hundredth. */
  long allocatedBytes() throws IOException, InterruptedException {
    Path java = Path.of(process.info().command().orElseThrow());
    String tool = java.resolveSibling("jcmd").toString();
    String pid = Long.toString(process.pid());
    Process running = new ProcessBuilder(tool, pid, "Thread.print", "-e").start();
    String threads = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (running.waitFor() != 0) {
      throw new IllegalStateException("jcmd does not show the threads");
    }
    long sum = 0;
    Matcher matcher = ALLOCATED.matcher(threads);
    while (matcher.find()) {
      int unit = "BKMG".indexOf(matcher.group(2));
      sum += Long.parseLong(matcher.group(1)) << 10 * unit;
    }
    return sum;
  }

  /**
   * Begins to count the calls of fsync and fdatasync; null where the system does not let us.
   *
   * @param time how long what is counted takes
   */
  @Nullable Syncs countSyncs(Duration time) throws IOException, InterruptedException {
    Path output = Files.createTempFile("syncs", ".csv");
    List<String> command = new ArrayList<>(List.of("perf", "stat", "-x", ","));
    command.addAll(List.of("-o", output.toString()));
    command.addAll(List.of("-e", "syscalls:sys_enter_fsync,syscalls:sys_enter_fdatasync"));
    command.addAll(List.of("-p", Long.toString(process.pid())));
    command.addAll(List.of("--timeout", Long.toString(time.toMillis() + 2 * ATTACHING_MILLIS)));
    try {
      Process counting = new ProcessBuilder(command).start();
      if (!counting.waitFor(ATTACHING_MILLIS, TimeUnit.MILLISECONDS)) {
        return new Syncs(counting, output);
      }
    } catch (IOException e) {
      // There is no such tool here.
    }
    Files.delete(output);
    return null;
  }

  /** A count that is under way. Threads: confined to one thread. */
  record Syncs(Process counting, Path output) {
    /** Waits for its end. */
    long await() throws IOException, InterruptedException {
      int _ = counting.waitFor();
      long sum = 0;
      Matcher matcher = SYNCS.matcher(Files.readString(output));
      while (matcher.find()) {
        sum += Long.parseLong(matcher.group(1));
      }
      Files.delete(output);
      return sum;
    }
  }
}
