package dev.meerkat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What operations cost as something grows: documents, connections, collections, indexes; and what
 * short operations wait for beside a long scan. Threads: confined to the main thread, but for the
 * clients of a load.
 */
public final class ScaleLines {
  private ScaleLines() {}

  /** What grows. */
  enum Part {
    DOCUMENTS,
    CONNECTIONS,
    COLLECTIONS,
    INDEXES,
    SCAN
  }

  /**
   * What a part is told.
   *
   * @param most the largest size
   * @param duration of one measurement
   */
  record Setting(
      Path launcher, String storage, Path data, Path pictures, int most, Duration duration) {
    ServerProcess start(String javaOptions) throws IOException {
      return new ServerProcess(launcher, storage, data, javaOptions);
    }
  }

  /**
   * Takes the launcher's path, the name of a storage, the part, its largest size, the seconds of
   * one measurement, and the folder of the pictures.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("scale");
    try {
      Setting setting =
          new Setting(
              Path.of(arguments[0]),
              arguments[1],
              data,
              Path.of(arguments[5]),
              Integer.parseInt(arguments[3]),
              Duration.ofMillis(Math.round(Double.parseDouble(arguments[4]) * 1000)));
      switch (Part.valueOf(arguments[2].toUpperCase(Locale.ROOT))) {
        case DOCUMENTS -> GrowingDocuments.run(setting);
        case CONNECTIONS -> GrowingConnections.run(setting);
        case COLLECTIONS -> GrowingCollections.run(setting);
        case INDEXES -> GrowingIndexes.run(setting);
        case SCAN -> ScanBeside.run(setting);
      }
    } finally {
      SanityLines.delete(data);
    }
  }
}
