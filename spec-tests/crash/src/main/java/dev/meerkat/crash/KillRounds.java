package dev.meerkat.crash;

import dev.meerkat.crash.load.Load;
import dev.meerkat.crash.load.Load.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Kills a server under a mixed load again and again, over the same folder, sometimes while it
 * recovers, and checks after each start that everything acknowledged is there, with any write
 * concern, and nothing is half there. Ends with an exception at the first difference. Threads: the
 * load's workers; the rest is the main thread.
 */
public final class KillRounds {
  private static final int LONGEST_RECOVERY_MILLIS = 1_200;

  private final Rounds rounds;
  private final Path folder;
  private final Load load;

  private KillRounds(Rounds rounds) throws IOException {
    this.rounds = rounds;
    this.folder = Files.createDirectories(rounds.folder().resolve("killed"));
    this.load = new Load(Rounds.WORKERS, rounds.seed());
  }

  /** Takes the path of {@code ./meerkat}, the storage, an empty folder, rounds and a seed. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Rounds rounds = Rounds.of(arguments);
    try {
      new KillRounds(rounds).run();
    } catch (RuntimeException e) {
      System.err.println(rounds.storage() + ": kill -9: FAILED: " + rounds.replay());
      throw e;
    }
  }

  private void run() throws IOException, InterruptedException {
    ServerProcess server = start();
    try {
      Found found = load.setUp(server.connectionString());
      for (int round = 1; round <= rounds.rounds(); round++) {
        Random random = rounds.random(round);
        load.start(found, server.connectionString(), random.nextLong());
        Rounds.run(load, random);
        server.kill();
        load.awaitEnd();
        int recoveries = killInRecovery(random);
        server = start();
        found = load.checkAfterKill(server.connectionString());
        System.out.printf(
            "%s: kill -9 round %d of %d: killed with %d of %d steps acknowledged, and %d times"
                + " in recovery: %s%n",
            rounds.storage(),
            round,
            rounds.rounds(),
            load.acknowledgedCount(),
            load.sentCount(),
            recoveries,
            found.summary());
        if (random.nextInt(4) == 0) {
          server.close();
          server = start();
        }
      }
    } finally {
      server.close();
    }
  }

  private int killInRecovery(Random random) throws IOException, InterruptedException {
    int times = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
    for (int i = 0; i < times; i++) {
      ServerProcess.startAndKill(
          rounds.script(), rounds.storage(), folder, random.nextInt(LONGEST_RECOVERY_MILLIS));
    }
    return times;
  }

  private ServerProcess start() throws IOException {
    return ServerProcess.start(rounds.script(), rounds.storage(), folder);
  }
}
