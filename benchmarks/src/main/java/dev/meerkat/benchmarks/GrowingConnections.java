package dev.meerkat.benchmarks;

import java.io.IOException;

/** Point reads of more and more clients. Threads: those of the clients. */
final class GrowingConnections {
  private static final int DOCUMENTS = 20_000;
  private static final int WARM_UP_CLIENTS = 8;

  /** Of the largest number, in thousandths. */
  private static final int[] SHARES = {1, 4, 16, 64, 250, 1000};

  private GrowingConnections() {}

  static void run(ScaleLines.Setting setting) throws IOException, InterruptedException {
    Curves curves = new Curves(setting.storage(), "connections", "CPU µs");
    try (ServerProcess server = setting.start("")) {
      Load load = server.load();
      LargeDocuments documents = new LargeDocuments(load);
      var _ = documents.fill(DOCUMENTS);
      var _ = load.run(WARM_UP_CLIENTS, setting.duration().multipliedBy(4), documents.point());
      for (int share : SHARES) {
        int clients = Math.max(1, setting.most() * share / 1000);
        Cost cost = load.run(clients, setting.duration(), documents.point());
        curves.add("find by _id", clients, cost.cpuMicros());
        curves.print("find by _id", clients, cost.perSecond(), "a second");
        curves.print("memory", clients, server.residentMegabytes(), "MB");
      }
    }
    curves.draw(setting.pictures(), "connections");
  }
}
