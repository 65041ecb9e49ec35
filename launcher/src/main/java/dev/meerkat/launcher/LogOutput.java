package dev.meerkat.launcher;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The file that the log is appended to. Threads: safe; guarded by itself.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/tutorial/rotate-log-files/">Rotate log
 *     files</a>
 */
final class LogOutput {
  private static final DateTimeFormatter SUFFIX =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss");

  private final Path file;
  private final ProcessLog log;
  private PrintStream stream;

  private LogOutput(Path file, ProcessLog log) throws IOException {
    this.file = file;
    this.log = log;
    this.stream = append(file);
  }

  /**
   * Sends the log to a file.
   *
   * @throws IOException it cannot be written
   */
  static LogOutput open(Path file, ProcessLog log) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    LogOutput output = new LogOutput(file, log);
    log.sendTo(output.stream);
    return output;
  }

  /**
   * Gives the file the time as a suffix, as mongod does, and begins a new one.
   *
   * @throws UncheckedIOException there is a file of that name, or none can be made
   */
  synchronized void rotate() {
    String time = SUFFIX.format(Instant.ofEpochMilli(log.wallMillis()).atOffset(ZoneOffset.UTC));
    Path kept = file.resolveSibling(file.getFileName() + "." + time);
    try {
      Path _ = Files.move(file, kept);
      PrintStream fresh = append(file);
      PrintStream full = stream;
      stream = fresh;
      log.sendTo(fresh);
      full.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to rename " + file + " to " + kept, e);
    }
  }

  private static PrintStream append(Path file) throws IOException {
    return new PrintStream(new FileOutputStream(file.toFile(), true), true, StandardCharsets.UTF_8);
  }
}
