package dev.meerkat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured at growing sizes: printed as it comes, a row for each value, and drawn in the
 * end. Threads: confined to one thread.
 */
final class Curves {
  private final String storage;
  private final String across;
  private final String up;
  private final Map<String, List<Picture.Point>> points = new LinkedHashMap<>();

  /**
   * @param across what grows
   * @param up unit of what is drawn
   */
  Curves(String storage, String across, String up) {
    this.storage = storage;
    this.across = across;
    this.up = up;
  }

  /** Prints and draws a value. */
  void add(String name, long at, double value) {
    points.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Picture.Point(at, value));
    print(name, at, value, up);
  }

  /** Prints a value of another unit. */
  void print(String name, long at, double value, String unit) {
    System.out.printf(
        Locale.ROOT, "| %s | %s | %,d | %.2f | %s |%n", storage, name, at, value, unit);
  }

  /** Draws what was added, into a file of the part's name and the storage's. */
  void draw(Path folder, String part) throws IOException {
    List<Picture.Line> lines = new ArrayList<>();
    points.forEach((name, line) -> lines.add(new Picture.Line(name, line)));
    Picture picture = new Picture(part + ", " + storage, across, up, lines);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("scale-" + part + "-" + storage + ".svg"), picture.toSvg());
  }
}
