package dev.meerkat.fuzz.simulator;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * One run: a node, many clients, and a model beside it. All of it follows from the seed. Threads:
 * confined to one thread.
 */
public final class Simulation {
  private static final int REMEMBERED = 12;
  private static final int CHECK_EVERY = 40;

  private final String backend;
  private final Path root;
  private final Trouble trouble;
  private final int steps;

  /**
   * @param backend the name of a storage
   * @param root an empty folder, which the simulation deletes
   * @param steps 1 or more
   */
  public Simulation(String backend, Path root, Trouble trouble, int steps) {
    this.backend = backend;
    this.root = root;
    this.trouble = trouble;
    this.steps = steps;
  }

  /**
   * Runs all steps.
   *
   * @throws AssertionError a reply or the contents are not what the model says
   */
  public void run(SplittableRandom random) {
    ManualTicker ticker = new ManualTicker();
    Deque<String> recent = new ArrayDeque<>();
    ReplayedSeeds seeds = new ReplayedSeeds(random.split());
    try (Disk disk = new Disk(backend, root, trouble, ticker, seeds)) {
      Session session = new Session(disk, trouble, ticker, seeds, text -> remember(recent, text));
      Workload workload = new Workload(session, new Samples(random, ticker));
      for (int step = 1; step <= steps; step++) {
        try {
          workload.step();
          if (step % CHECK_EVERY == 0 || step == steps) {
            Checks.requireAll(disk.node(), session.model());
          }
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError(
              "step " + step + ": " + e.getMessage() + "\n" + String.join("\n", recent), e);
        }
      }
    }
  }

  private static void remember(Deque<String> recent, String text) {
    recent.add(text);
    if (recent.size() > REMEMBERED) {
      recent.remove();
    }
  }
}
