package dev.meerkat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * As {@link GrowingDocuments}, of the storage alone: what of a server's curve is the store's and
 * the machine's. Threads: confined to the main thread.
 */
final class GrowingFloor {
  private static final String[] READINGS = {"range", "find", "scan"};

  private final Child floor;
  private final String time;
  private final Curves curves;

  private GrowingFloor(Child floor, ScaleLines.Setting setting) {
    this.floor = floor;
    this.time = " " + setting.duration().toMillis();
    this.curves = new Curves(setting.storage(), "documents of 1 KB", "CPU µs a document");
  }

  static void run(ScaleLines.Setting setting) throws IOException {
    Path folder = Files.createDirectory(setting.data().resolve("floor"));
    try (Child child = new Child(DocumentsFloor.class, setting.storage(), folder.toString())) {
      GrowingFloor growing = new GrowingFloor(child, setting);
      growing.grow(setting.most());
      growing.curves.draw(setting.pictures(), "documents-floor");
    }
  }

  private void grow(int most) throws IOException {
    int count = GrowingDocuments.warmUp(most);
    var _ = ask("fill " + count);
    for (String reading : READINGS) {
      var _ = ask(reading + time);
    }
    for (int size : GrowingDocuments.sizes(most)) {
      var _ = ask("fill " + (size - GrowingDocuments.measuredInserts(size, count)));
      curves.add("the store's insert", size, ask("fill " + size).cpuMicros());
      count = size;
      // As for the server: the system may have taken back pages that were written a while ago.
      var _ = ask("scan" + time);
      for (String reading : READINGS) {
        curves.add("the store's " + reading, size, ask(reading + time).cpuMicros());
      }
    }
  }

  private Cost ask(String order) throws IOException {
    return Cost.parse(floor.ask(order));
  }
}
