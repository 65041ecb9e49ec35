package dev.meerkat.engine.failpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.contract.NoSeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** How often a fail point fires. */
final class FailPointTest {
  private static final BsonDocument DATA = BsonDocument.parse("{a: 1}");

  private final FailPoint point = new FailPoint("test", new NoSeeds());

  @Test
  void itIsOffAtFirstAndAfterTheLastTime() {
    assertFalse(point.isOn());
    point.set(new FailPointMode.Times(2), DATA);
    assertTrue(point.isOn());
    assertEquals(DATA, point.enter(data -> true));
    assertEquals(DATA, point.enter(data -> true));
    assertFalse(point.isOn());
    assertEquals(2, point.timesEntered());
  }

  @Test
  void thoseItIsNotMeantForAreNotCounted() {
    point.set(new FailPointMode.Times(1), DATA);
    assertEquals(null, point.enter(data -> !data.equals(DATA)));
    assertTrue(point.isOn());
    assertEquals(DATA, point.enter(data -> data.equals(DATA)));
    assertFalse(point.isOn());
  }

  @Test
  void noTimesAreOneTimeAsWithMongod() {
    point.set(new FailPointMode.Times(0), DATA);
    assertEquals(DATA, point.enter(data -> true));
    assertFalse(point.isOn());
  }

  @Test
  void manyThreadsTogetherSeeItNotOnceTooOften() throws InterruptedException {
    int times = 1_000;
    point.set(new FailPointMode.Times(times), DATA);
    AtomicInteger fired = new AtomicInteger();
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      begin.await();
                    } catch (InterruptedException e) {
                      return;
                    }
                    for (int n = 0; n < times; n++) {
                      fired.addAndGet(point.enter(data -> true) == null ? 0 : 1);
                    }
                  }));
    }
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(times, fired.get());
    assertEquals(times, point.timesEntered());
    assertFalse(point.isOn());
  }
}
