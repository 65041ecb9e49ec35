package dev.meerkat.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class SpareArraysTest {
  private static final int MEGABYTE = 1 << 20;

  private final SpareArrays arrays = new SpareArrays(10 * MEGABYTE);

  @Test
  void theSmallestThatIsLargeEnoughIsTaken() {
    byte[] three = new byte[3 * MEGABYTE];
    byte[] two = new byte[2 * MEGABYTE];
    byte[] four = new byte[4 * MEGABYTE];
    arrays.give(three);
    arrays.give(two);
    arrays.give(four);
    assertNull(arrays.find(4 * MEGABYTE + 1));
    assertSame(two, arrays.take(MEGABYTE + 1));
    assertSame(three, arrays.take(MEGABYTE + 1));
    assertSame(four, arrays.find(4 * MEGABYTE));
    assertNull(arrays.find(MEGABYTE + 1));
  }

  @Test
  void nothingIsLentTwice() {
    byte[] array = arrays.take(2 * MEGABYTE);
    arrays.give(array);
    assertSame(array, arrays.take(2 * MEGABYTE));
    assertNotSame(array, arrays.take(2 * MEGABYTE));
  }

  @Test
  void whatIsKeptIsBoundedAndTheOldestGoes() {
    byte[] first = new byte[6 * MEGABYTE];
    byte[] second = new byte[4 * MEGABYTE];
    byte[] third = new byte[5 * MEGABYTE];
    arrays.give(first);
    arrays.give(second);
    arrays.give(third);
    assertSame(third, arrays.find(5 * MEGABYTE));
    assertSame(second, arrays.find(MEGABYTE));
    assertNull(arrays.find(1));
    arrays.give(new byte[10 * MEGABYTE + 1]);
    assertNull(arrays.find(1));
  }

  @Test
  void smallArraysAreNotKept() {
    arrays.give(new byte[MEGABYTE]);
    assertNull(arrays.find(1));
    assertEquals(100, arrays.take(100).length);
    assertEquals(MEGABYTE, arrays.take(MEGABYTE).length);
  }

  @Test
  void arraysServeMessagesThatAreALittleLonger() {
    arrays.give(arrays.take(MEGABYTE + 1));
    byte[] found = arrays.find(MEGABYTE + 1000);
    assertTrue(found != null && found.length < 2 * MEGABYTE);
  }

  @Test
  void manyThreadsNeverHaveTheSame() throws InterruptedException, ExecutionException {
    long seed = new Random().nextLong();
    System.out.println("manyThreadsNeverHaveTheSame seed " + seed);
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (byte mark = 0; mark < 8; mark++) {
        byte own = mark;
        all.add(threads.submit(() -> takeAndGive(own, new Random(seed + own))));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private void takeAndGive(byte mark, Random random) {
    for (int i = 0; i < 2_000; i++) {
      int bytes = MEGABYTE + 1 + random.nextInt(2 * MEGABYTE);
      byte[] array = arrays.take(bytes);
      assertTrue(array.length >= bytes);
      array[0] = mark;
      array[bytes - 1] = mark;
      Thread.onSpinWait();
      assertEquals(mark, array[0]);
      assertEquals(mark, array[bytes - 1]);
      arrays.give(array);
    }
  }
}
