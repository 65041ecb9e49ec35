package dev.meerkat.spectests.conformance;

import dev.meerkat.server.MeerkatServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs tests against servers of this project's, all servers at once: tests wait much more than they
 * work. Threads: confined to one thread.
 *
 * @param folder where the servers keep their data
 * @param expectedFailures as {@link Judge#line} names tests
 */
record Runs(Path folder, Set<String> expectedFailures) {
  private static final int SERVERS_AT_ONCE = 6;

  Map<Target, List<Suite.Run>> all(
      List<Target> targets, List<SpecificationTest> tests, boolean faults)
      throws InterruptedException, IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(SERVERS_AT_ONCE)) {
      Map<Target, Future<List<Suite.Run>>> started = new LinkedHashMap<>();
      for (Target target : targets) {
        started.put(target, threads.submit(() -> one(target, tests, faults)));
      }
      Map<Target, List<Suite.Run>> runs = new LinkedHashMap<>();
      for (var run : started.entrySet()) {
        runs.put(run.getKey(), run.getValue().get());
      }
      return runs;
    } catch (ExecutionException e) {
      throw new IOException("a suite ended early", e.getCause());
    }
  }

  private List<Suite.Run> one(Target target, List<SpecificationTest> tests, boolean faults)
      throws InterruptedException {
    long start = System.nanoTime();
    try (MeerkatServer server = target.start(folder);
        Suite suite =
            new Suite(
                target.connectionString(server),
                faults,
                test -> !faults || expectedFailures.contains(Judge.line(target.persona(), test)))) {
      List<Suite.Run> runs = new ArrayList<>(suite.run(tests));
      System.out.printf(
          "%s: %d tests in %d s%n",
          target.name(), runs.size(), (System.nanoTime() - start) / 1_000_000_000);
      return runs;
    }
  }
}
