package dev.meerkat.spectests.conformance;

import dev.meerkat.spectests.Outcome;
import dev.meerkat.spectests.UnifiedRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs tests against one server, one after another: fail points belong to the whole server. A test
 * that does not end is stopped and has failed. Threads: confined to one thread.
 */
final class Suite implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int REPEATS = 2;
  private static final Duration STOPPING = Duration.ofSeconds(10);

  private final String connectionString;
  private final boolean faults;
  private final Predicate<SpecificationTest> failsAsExpected;
  private @Nullable UnifiedRunner runner;
  private ExecutorService thread = Executors.newSingleThreadExecutor();

  /**
   * @param failsAsExpected the tests whose failure is no surprise; others that fail run again,
   *     because many measure time and the machine may have been busy
   */
  Suite(String connectionString, boolean faults, Predicate<SpecificationTest> failsAsExpected) {
    this.connectionString = connectionString;
    this.faults = faults;
    this.failsAsExpected = failsAsExpected;
  }

  /**
   * How a test went.
   *
   * @param millis how long it took
   */
  record Run(SpecificationTest test, Outcome outcome, long millis) {}

  List<Run> run(List<SpecificationTest> tests) throws InterruptedException {
    List<Run> runs = new ArrayList<>();
    for (SpecificationTest test : tests) {
      long start = System.nanoTime();
      Outcome outcome = runUntilSure(test);
      runs.add(new Run(test, outcome, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
    }
    return runs;
  }

  private Outcome runUntilSure(SpecificationTest test) throws InterruptedException {
    Outcome outcome = run(test);
    for (int again = 1;
        again <= REPEATS && outcome instanceof Outcome.Failed && !failsAsExpected.test(test);
        again++) {
      outcome = run(test);
      if (outcome instanceof Outcome.Passed passed) {
        return new Outcome.Passed(passed.emulated(), passed.retries() + again);
      }
    }
    return outcome;
  }

  private Outcome run(SpecificationTest test) throws InterruptedException {
    Future<Outcome> outcome = thread.submit(() -> runner().run(test.test()));
    try {
      return outcome.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return new Outcome.Failed(String.valueOf(e.getCause()));
    } catch (TimeoutException _) {
      outcome.cancel(true);
      renew();
      return new Outcome.Failed("no end within " + LIMIT.toSeconds() + " s");
    }
  }

  private UnifiedRunner runner() {
    UnifiedRunner current = runner;
    if (current == null) {
      current = new UnifiedRunner(connectionString, faults);
      runner = current;
    }
    return current;
  }

  /** What hangs gets some time to hear of its interruption; then it is left alone. */
  private void renew() throws InterruptedException {
    thread.shutdownNow();
    thread.awaitTermination(STOPPING.toMillis(), TimeUnit.MILLISECONDS);
    closeRunner();
    thread = Executors.newSingleThreadExecutor();
  }

  @Override
  public void close() {
    thread.close();
    closeRunner();
  }

  private void closeRunner() {
    UnifiedRunner current = runner;
    if (current != null) {
      current.close();
      runner = null;
    }
  }
}
