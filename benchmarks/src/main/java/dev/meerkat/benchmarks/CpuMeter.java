package dev.meerkat.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The CPU time of one process, all of its threads, in user and kernel mode. Threads: immutable. */
record CpuMeter(ProcessHandle process) {
  /** Of a compiler's thread, as Linux tells it: the ticks in user and in kernel mode. */
  private static final Pattern COMPILER =
      Pattern.compile("\\(C[12] Compiler.*\\) \\w(?: -?\\d+){10} (\\d+) (\\d+) ");

  private static final Duration TICK = Duration.ofMillis(10);

  static CpuMeter of(long pid) {
    return new CpuMeter(
        ProcessHandle.of(pid).orElseThrow(() -> new IllegalArgumentException("no process " + pid)));
  }

  /** What the process has used since its start; the system counts in steps of some 10 ms. */
  Duration used() {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("the process has ended, or hides its time"));
  }

  /**
   * What the virtual machine's compilers have used so far, those of them that have not ended; zero
   * where the system does not tell.
   */
  Duration usedByCompilers() {
    long ticks = 0;
    Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        ticks += compilerTicks(thread.resolve("stat"));
      }
    } catch (IOException e) {
      return Duration.ZERO;
    }
    return TICK.multipliedBy(ticks);
  }

  private static long compilerTicks(Path stat) {
    Matcher matcher;
    try {
      matcher = COMPILER.matcher(Files.readString(stat, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // It has ended meanwhile.
      return 0;
    }
    return matcher.find() ? Long.parseLong(matcher.group(1)) + Long.parseLong(matcher.group(2)) : 0;
  }

  /**
   * What operations have taken up to now.
   *
   * @param before what had been used when they began
   * @param began when that was, in nanoseconds of the system's clock
   */
  Cost cost(int operations, Duration before, long began) {
    Duration wall = Duration.ofNanos(System.nanoTime() - began);
    return new Cost(operations, used().minus(before), wall);
  }
}
