package dev.meerkat.crash;

import dev.meerkat.crash.load.Load;
import dev.meerkat.crash.load.Load.Found;
import dev.meerkat.crash.load.Violation;
import dev.meerkat.crash.power.Disk;
import dev.meerkat.crash.power.Tear;
import dev.meerkat.crash.power.WriteLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Takes the power away from a server under a mixed load again and again: its calls are logged, and
 * the folder is rebuilt as a disk may hold it at some moment. A server on that folder must have
 * what was acknowledged as synced until then, and nothing half. A last round, in which syncs do
 * nothing, must be found out. Ends with an exception at the first difference. Threads: the load's
 * workers; the rest is the main thread.
 */
public final class PowerLossRounds {
  /** So often a round begins on an empty folder. */
  private static final int ROUNDS_A_FOLDER = 5;

  /** In this round of a folder its log is nearly full: 64 MB on both backends. */
  private static final int FULL_ROUND = 3;

  private static final long NEARLY_FULL_BYTES = 62L << 20;

  /** Moments in a round beside its end. */
  private static final int MOMENTS = 2;

  private static final int LIES_TOLD = 50;

  private final Rounds rounds;
  private final Path shim;
  private final Load load;

  /** The folder when the round began, which is durable. */
  private final Path base;

  /** Where the server writes in a round. */
  private final Path live;

  private final Path logFile;

  /** What is left of the round at one of its moments. */
  private final Path left;

  private PowerLossRounds(Rounds rounds, Path shim) {
    this.rounds = rounds;
    this.shim = shim;
    this.load = new Load(Rounds.WORKERS, rounds.seed());
    this.base = rounds.folder().resolve("base");
    this.live = rounds.folder().resolve("live");
    this.logFile = rounds.folder().resolve("calls");
    this.left = rounds.folder().resolve("left");
  }

  /**
   * Takes the path of {@code ./meerkat}, the storage, an empty folder, rounds, a seed, and the
   * library made of {@code write-log.c}.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Rounds rounds = Rounds.of(arguments);
    try {
      PowerLossRounds test = new PowerLossRounds(rounds, Path.of(arguments[5]));
      test.run();
      test.lie();
    } catch (RuntimeException e) {
      System.err.println(rounds.storage() + ": power loss: FAILED: " + rounds.replay());
      throw e;
    }
  }

  /**
   * A round's work so far.
   *
   * @param setUpNanos when what the load shares was there
   */
  private record Work(WriteLog log, long setUpNanos) {}

  private void run() throws IOException, InterruptedException {
    Found found = null;
    for (int round = 1; round <= rounds.rounds(); round++) {
      Random random = rounds.random(round);
      if ((round - 1) % ROUNDS_A_FOLDER == 0) {
        clear(base);
        found = null;
      }
      if (round % ROUNDS_A_FOLDER == FULL_ROUND) {
        fill();
      }
      Work work = work(found, random);
      int next = random.nextInt(1 + MOMENTS);
      Found last = null;
      for (int moment = 0; moment <= MOMENTS; moment++) {
        Found now = checkMoment(round, moment, work, random);
        if (now != null && (last == null || moment <= next)) {
          last = now;
          clear(rounds.folder().resolve("next"));
          Rounds.copy(left, rounds.folder().resolve("next"));
        }
      }
      found = last;
      clear(base);
      Rounds.copy(rounds.folder().resolve("next"), base);
    }
  }

  /** Brings the log so far that it changes to another file, or starts anew, during the round. */
  private void fill() throws IOException {
    try (ServerProcess server = start(base, Map.of())) {
      while (Rounds.bytes(base) < NEARLY_FULL_BYTES) {
        load.fill(server.connectionString());
      }
      server.kill();
    }
  }

  /** Lets a server work until it dies, and reads its calls. */
  private Work work(Found before, Random random) throws IOException, InterruptedException {
    long setUpNanos = Long.MIN_VALUE;
    clear(live);
    Rounds.copy(base, live);
    Files.deleteIfExists(logFile);
    try (ServerProcess server = start(live, environment(false))) {
      Found found = before;
      if (found == null) {
        found = load.setUp(server.connectionString());
        setUpNanos = System.nanoTime();
      }
      load.start(found, server.connectionString(), random.nextLong());
      Rounds.run(load, random);
      server.kill();
      load.awaitEnd();
    }
    WriteLog log = WriteLog.read(logFile);
    List<String> differences = new Disk(base, log).differences(live);
    if (!differences.isEmpty()) {
      throw new IllegalStateException("the log of calls is not whole: " + differences);
    }
    return new Work(log, setUpNanos);
  }

  /** Checks what is left at a moment; answers it, or null where nothing was promised by then. */
  private Found checkMoment(int round, int moment, Work work, Random random) throws IOException {
    WriteLog log = work.log();
    int calls = moment == 0 ? log.size() : someMoment(log, random);
    boolean torn = moment > 0 && random.nextInt(3) > 0;
    String where =
        "%s: power loss round %d of %d, after %d of %d calls, %s"
            .formatted(
                rounds.storage(),
                round,
                rounds.rounds(),
                calls,
                log.size(),
                torn ? "some of what was not synced is there" : "nothing that was not synced");
    try {
      Disk disk = new Disk(base, log);
      disk.play(calls);
      clear(left);
      disk.write(left, torn ? Tear.some(random) : Tear.nothing());
      long nanos = log.nanosAfter(calls);
      try (ServerProcess server = start(left, Map.of())) {
        if (nanos <= work.setUpNanos()) {
          System.out.println(where + ": opens");
          return null;
        }
        Found found = load.checkAfterPowerLoss(server.connectionString(), nanos);
        System.out.println(where + ": " + found.summary());
        return found;
      }
    } catch (RuntimeException e) {
      System.err.println(where + ": FAILED");
      throw e;
    }
  }

  /** A moment by chance, often right after a sync, and sometimes the end. */
  private static int someMoment(WriteLog log, Random random) {
    int calls = random.nextInt(log.size()) + 1;
    switch (random.nextInt(4)) {
      case 0 -> {
        while (calls < log.size() && !log.isSync(calls - 1)) {
          calls++;
        }
      }
      case 1 -> calls = log.size() - random.nextInt(Math.min(log.size(), 40));
      default -> {}
    }
    return calls;
  }

  /** The control: with syncs that do nothing, what was promised must be missed. */
  private void lie() throws IOException, InterruptedException {
    clear(base);
    Found found;
    try (ServerProcess server = start(base, Map.of())) {
      found = load.setUp(server.connectionString());
    }
    clear(live);
    Rounds.copy(base, live);
    Files.deleteIfExists(logFile);
    try (ServerProcess server = start(live, environment(true))) {
      load.start(found, server.connectionString(), rounds.seed());
      load.awaitAcknowledged(LIES_TOLD);
      server.kill();
      load.awaitEnd();
    }
    WriteLog log = WriteLog.read(logFile);
    Disk disk = new Disk(base, log);
    disk.play(log.size());
    clear(left);
    disk.write(left, Tear.nothing());
    try (ServerProcess server = start(left, Map.of())) {
      Found _ = load.checkAfterPowerLoss(server.connectionString(), Long.MAX_VALUE);
    } catch (Violation expected) {
      System.out.printf(
          "%s: power loss: commits that were not synced are found out, as they should: %.160s…%n",
          rounds.storage(), expected.getMessage());
      return;
    }
    throw new IllegalStateException("syncs did nothing, and the test has not noticed");
  }

  private Map<String, String> environment(boolean lies) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("LD_PRELOAD", shim.toString());
    environment.put("WRITE_LOG_FOLDER", live.toRealPath().toString());
    environment.put("WRITE_LOG_FILE", logFile.toString());
    if (lies) {
      environment.put("WRITE_LOG_LIE", "yes");
    }
    return environment;
  }

  private ServerProcess start(Path folder, Map<String, String> environment) throws IOException {
    return ServerProcess.start(rounds.script(), rounds.storage(), folder, environment);
  }

  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Rounds.delete(folder);
    }
    Files.createDirectories(folder);
  }
}
