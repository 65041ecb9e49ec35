package dev.meerkat.spectests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A clone of MongoDB's specifications at one commit, made where there is none yet. Without git or a
 * network there is none, and that is known soon. Threads: confined to one thread.
 */
final class SpecificationsClone {
  private static final String REPOSITORY = "https://github.com/mongodb/specifications";
  private static final String COMMIT = "92b3c0b9287bfba1b0ec4084300858d05c654f8c";
  private static final Duration ASKING = Duration.ofSeconds(20);
  private static final Duration FETCHING = Duration.ofMinutes(3);

  private SpecificationsClone() {}

  /** The clone's folder, or nothing where it cannot be had. */
  static Optional<Path> make() {
    Path target = Path.of("target").toAbsolutePath();
    Path folder = target.resolve("specifications-" + COMMIT);
    if (Files.isDirectory(folder)) {
      return Optional.of(folder);
    }
    try {
      Files.createDirectories(target);
      // Whether anybody answers at all; a fetch alone may wait for minutes.
      if (!git(target, ASKING, "ls-remote", "--exit-code", REPOSITORY, "HEAD")) {
        return Optional.empty();
      }
      Path unfinished = Files.createTempDirectory(target, "specifications");
      if (git(unfinished, ASKING, "init", "-q")
          && git(unfinished, FETCHING, "fetch", "-q", "--depth", "1", REPOSITORY, COMMIT)
          && git(unfinished, FETCHING, "checkout", "-q", "FETCH_HEAD")) {
        return Optional.of(Files.move(unfinished, folder));
      }
    } catch (IOException e) {
      System.err.println("MongoDB's specifications cannot be cloned: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private static boolean git(Path folder, Duration patience, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    Process git = builder.start();
    if (git.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      return git.exitValue() == 0;
    }
    git.descendants().forEach(ProcessHandle::destroyForcibly);
    git.destroyForcibly().waitFor();
    return false;
  }
}
