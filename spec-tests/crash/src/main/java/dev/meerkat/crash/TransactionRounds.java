package dev.meerkat.crash;

import dev.meerkat.crash.isolation.IsolationLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Transactions of several clients, again and again over the same folder; the server is killed among
 * them, unless its data lives in memory. After each round the history is one of snapshot isolation,
 * nothing that was committed is lost, and who asks again for a commit that was not answered is told
 * the truth. Ends with an exception at the first difference. Threads: the clients'; the rest is the
 * main thread.
 */
public final class TransactionRounds {
  private static final int MOST_MOMENTS = 600;
  private static final int LONGEST_MILLIS = 5_000;
  private static final int LAST_MILLIS = 50;

  private final Rounds rounds;
  private final Path folder;
  private final boolean survives;
  private final IsolationLoad load;

  private TransactionRounds(Rounds rounds) throws IOException {
    this.rounds = rounds;
    this.survives = !rounds.storage().equals("memory");
    this.load = new IsolationLoad(survives);
    this.folder = Files.createDirectories(rounds.folder().resolve("transactions"));
  }

  /** Takes the path of {@code ./meerkat}, the storage, an empty folder, rounds and a seed. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Rounds rounds = Rounds.of(arguments);
    try {
      new TransactionRounds(rounds).run();
    } catch (RuntimeException e) {
      System.err.println(
          rounds.storage() + ": transactions: FAILED: " + rounds.replay("--transactions"));
      throw e;
    }
  }

  private void run() throws IOException, InterruptedException {
    ServerProcess server = start();
    try {
      for (int round = 1; round <= rounds.rounds(); round++) {
        Random random = rounds.random(round);
        load.start(server.connectionString(), random);
        load.await(random.nextInt(MOST_MOMENTS), LONGEST_MILLIS);
        Thread.sleep(random.nextInt(LAST_MILLIS));
        if (survives) {
          server.kill();
          load.stop();
          server = start();
        } else {
          load.stop();
        }
        System.out.printf(
            "%s: transactions round %d of %d: %s%n",
            rounds.storage(), round, rounds.rounds(), load.check(server.connectionString()));
      }
    } finally {
      server.close();
    }
  }

  private ServerProcess start() throws IOException {
    return ServerProcess.start(rounds.script(), rounds.storage(), folder);
  }
}
