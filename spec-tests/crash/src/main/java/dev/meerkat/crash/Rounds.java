package dev.meerkat.crash;

import dev.meerkat.crash.load.Load;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What the tests in rounds have in common. Threads: immutable.
 *
 * @param script the path of {@code ./meerkat}
 * @param storage the storage to use
 * @param folder an empty folder to work in
 * @param rounds how many rounds, 1 or more
 * @param seed what all chance comes from
 */
record Rounds(Path script, String storage, Path folder, int rounds, long seed) {
  /** Writers at the same time. */
  static final int WORKERS = 4;

  private static final int MOST_ANSWERS = 600;
  private static final int LONGEST_MILLIS = 600;

  /** Takes the script, the storage, the folder, the number of rounds, and the seed. */
  static Rounds of(String[] arguments) {
    return new Rounds(
        Path.of(arguments[0]),
        arguments[1],
        Path.of(arguments[2]),
        Integer.parseInt(arguments[3]),
        Long.parseLong(arguments[4]));
  }

  /** A round's own chance, and the seed of its load. */
  Random random(int round) {
    return new Random(seed * 1_000_003 + round);
  }

  /** Lets a load come to the moment of its death: so many answers, and some time more. */
  static void run(Load load, Random random) throws InterruptedException {
    load.awaitAcknowledged(random.nextInt(MOST_ANSWERS));
    Thread.sleep(random.nextInt(LONGEST_MILLIS));
  }

  /** The line that runs the same load with the same moments of death again. */
  String replay() {
    return replay("--rounds");
  }

  /**
   * As {@link #replay()}.
   *
   * @param option which rounds they are
   */
  String replay(String option) {
    return "replay (the same writes and moments; threads and disks keep their own time):"
        + " spec-tests/crash/run %s %d --seed %d %s".formatted(option, rounds, seed, storage);
  }

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Path _ = Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** The size of all files in a folder. */
  static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  static void delete(Path folder) {
    try {
      Path _ =
          Files.walkFileTree(
              folder,
              new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                  Files.delete(file);
                  return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure)
                    throws IOException {
                  Files.delete(visited);
                  return FileVisitResult.CONTINUE;
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
