package dev.meerkat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What the clock tells to those who ask while somebody commits. */
final class LogicalClockTest {
  private static final int COMMITS = 2_000_000;

  /** A client that has been told of a commit may ask at once for what was there at its time. */
  @Test
  void aCommitThatIsToldIsNotLaterThanTheClusterTime() throws InterruptedException {
    LogicalClock clock = new LogicalClock(new EngineFixture.ManualTicker(), 0, () -> 1_000);
    int ahead = 0;
    Thread committing =
        new Thread(
            () -> {
              for (int i = 0; i < COMMITS; i++) {
                clock.committed(clock.issue());
              }
            });
    committing.start();
    while (committing.isAlive()) {
      long told = clock.lastCommitted().getValue();
      if (Long.compareUnsigned(told, clock.clusterTime().getValue()) > 0) {
        ahead++;
      }
    }
    committing.join();
    assertEquals(0, ahead);
  }
}
