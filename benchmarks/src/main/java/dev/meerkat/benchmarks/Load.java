package dev.meerkat.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Clients that do the same thing over and over, a connection and a thread each. Threads: those of
 * the clients; {@link #run} is called by one.
 *
 * @param address the server
 * @param process the server's process
 */
record Load(InetSocketAddress address, CpuMeter process) {
  private static final int LEAST_WARM_UPS = 3;
  private static final int MOST_WARM_UPS = 40;
  private static final int AT_REST = 50;

  /** What one client does. */
  interface Client {
    /** Does one thing with the server; answers how many operations that was, 0 to end early. */
    int step(FrameClient connection) throws IOException;
  }

  /** Makes the client of a given number, from 0 on. */
  interface ClientFactory {
    Client client(int number);
  }

  /**
   * Lets clients run for a while.
   *
   * @throws IllegalStateException one of them failed
   */
  Cost run(int clients, Duration duration, ClientFactory factory)
      throws IOException, InterruptedException {
    List<Runner> runners = new ArrayList<>();
    CountDownLatch go = new CountDownLatch(1);
    try {
      for (int i = 0; i < clients; i++) {
        runners.add(
            new Runner(new FrameClient(address), factory.client(i), duration.toNanos(), go));
      }
      List<Thread> threads = new ArrayList<>();
      for (Runner runner : runners) {
        threads.add(Thread.ofPlatform().start(runner::run));
      }
      Duration before = process.used();
      long began = System.nanoTime();
      go.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      Duration wall = Duration.ofNanos(System.nanoTime() - began);
      Duration cpu = process.used().minus(before);
      long operations = 0;
      for (Runner runner : runners) {
        operations += runner.operations();
      }
      return new Cost(operations, cpu, wall);
    } finally {
      for (Runner runner : runners) {
        runner.connection.close();
      }
    }
  }

  /**
   * Lets clients run until the compilers rest: as long as those take more than a fiftieth of the
   * process's time, but for so many times at most.
   */
  void warmUp(int clients, Duration duration, ClientFactory factory)
      throws IOException, InterruptedException {
    for (int i = 0; i < MOST_WARM_UPS; i++) {
      Duration before = process.usedByCompilers();
      Cost cost = run(clients, duration, factory);
      Duration compiling = process.usedByCompilers().minus(before);
      if (i >= LEAST_WARM_UPS && compiling.multipliedBy(AT_REST).compareTo(cost.cpu()) <= 0) {
        return;
      }
    }
  }

  private static final class Runner {
    private final FrameClient connection;
    private final Client client;
    private final long nanos;
    private final CountDownLatch go;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long operations;

    Runner(FrameClient connection, Client client, long nanos, CountDownLatch go) {
      this.connection = connection;
      this.client = client;
      this.nanos = nanos;
      this.go = go;
    }

    void run() {
      try {
        go.await();
        long began = System.nanoTime();
        int done = client.step(connection);
        while (done > 0 && System.nanoTime() - began < nanos) {
          operations += done;
          done = client.step(connection);
        }
        operations += done;
      } catch (IOException | InterruptedException | RuntimeException e) {
        failure.set(e);
      }
    }

    /** What the client has done; called when its thread has ended. */
    long operations() {
      Exception failed = failure.get();
      if (failed != null) {
        throw new IllegalStateException("a client failed", failed);
      }
      return operations;
    }
  }
}
