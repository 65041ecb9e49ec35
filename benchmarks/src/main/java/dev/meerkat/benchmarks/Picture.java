package dev.meerkat.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * Lines over a logarithmic axis, as a text in SVG. Threads: immutable.
 *
 * @param title what is to be seen
 * @param across what the values of the axis are
 * @param up unit of the lines' values
 */
record Picture(String title, String across, String up, List<Line> lines) {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int RIGHT = 190;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int STEPS = 5;
  private static final int LABEL_HEIGHT = 18;
  private static final String[] COLORS = {
    "#1b6ca8", "#d1495b", "#2e933c", "#edae49", "#6a4c93", "#5c5c5c"
  };

  Picture {
    lines = List.copyOf(lines);
  }

  /** A line through points, from left to right. */
  record Line(String name, List<Point> points) {
    Line {
      points = List.copyOf(points);
    }
  }

  /**
   * A point of a line.
   *
   * @param at its place on the axis, above 0
   */
  record Point(double at, double value) {}

  String toSvg() {
    StringBuilder svg = new StringBuilder(4096);
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n",
            WIDTH,
            HEIGHT));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    text(svg, LEFT, TOP - 18, "start", title);
    text(svg, LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 10, "middle", across);
    text(svg, 8, TOP - 2, "start", up);
    grid(svg);
    for (int i = 0; i < lines.size(); i++) {
      line(svg, lines.get(i), COLORS[i % COLORS.length], TOP + 10 + i * LABEL_HEIGHT);
    }
    return svg.append("</svg>\n").toString();
  }

  private void grid(StringBuilder svg) {
    for (int step = 0; step <= STEPS; step++) {
      double value = highest() * step / STEPS;
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
              LEFT,
              WIDTH - RIGHT,
              y(value),
              y(value)));
      text(svg, LEFT - 6, y(value) + 4, "end", number(value));
    }
    for (Point point : longest().points()) {
      text(svg, x(point.at()), HEIGHT - BOTTOM + 18, "middle", number(point.at()));
    }
  }

  private void line(StringBuilder svg, Line line, String color, int labelY) {
    StringBuilder path = new StringBuilder();
    for (Point point : line.points()) {
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.at()), y(point.value())));
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
              x(point.at()),
              y(point.value()),
              color));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
            path.toString().strip(),
            color));
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/>%n",
            WIDTH - RIGHT + 12,
            labelY - 9,
            color));
    text(svg, WIDTH - RIGHT + 28, labelY, "start", line.name());
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            escaped));
  }

  private double x(double at) {
    double first = Math.log(longest().points().getFirst().at());
    double last = Math.log(longest().points().getLast().at());
    double share = last > first ? (Math.log(at) - first) / (last - first) : 0;
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - value / highest() * (HEIGHT - TOP - BOTTOM);
  }

  private Line longest() {
    Line longest = lines.getFirst();
    for (Line line : lines) {
      longest = line.points().size() > longest.points().size() ? line : longest;
    }
    return longest;
  }

  private double highest() {
    double highest = Double.MIN_NORMAL;
    for (Line line : lines) {
      for (Point point : line.points()) {
        highest = Math.max(highest, point.value());
      }
    }
    return highest;
  }

  /** A number as short as it can be: 1500, 10k, 3M, 0.25. */
  private static String number(double value) {
    if (value >= 1_000_000) {
      return String.format(Locale.ROOT, "%.0fM", value / 1_000_000);
    }
    if (value >= 10_000) {
      return String.format(Locale.ROOT, "%.0fk", value / 1_000);
    }
    return value >= 10 || value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
