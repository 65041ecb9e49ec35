package dev.meerkat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.server.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonLoggerTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ProcessLog log = new ProcessLog();
  private final System.Logger logger = new JsonLogger("dev.meerkat.test", log);

  JsonLoggerTest() {
    log.sendTo(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @Test
  void aLineHasMongodsForm() {
    logger.log(
        System.Logger.Level.INFO,
        new LogLine("NETWORK", 22943, "Connection \"accepted\"", Map.of("n", 1, "who", "a\nb")));
    String line = text();
    assertTrue(
        line.matches("\\{\"t\":\\{\"\\$date\":\"\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}\\+00:00\"},.*"),
        line);
    assertTrue(line.contains("\"s\":\"I\",\"c\":\"NETWORK\",\"id\":22943,\"ctx\":"), line);
    assertTrue(line.contains("\"msg\":\"Connection \\\"accepted\\\"\""), line);
    assertTrue(line.endsWith("\"attr\":{\"n\":1,\"who\":\"a\\nb\"}}"), line);
  }

  @Test
  void whatOthersLogHasTheSameForm() {
    logger.log(System.Logger.Level.WARNING, "disk {0} is full", "C");
    logger.log(System.Logger.Level.ERROR, "failed", new IllegalStateException("why"));
    List<String> lines = text().lines().toList();
    assertTrue(lines.getFirst().contains("\"s\":\"W\""), lines.getFirst());
    assertTrue(lines.getFirst().contains("disk C is full"), lines.getFirst());
    assertTrue(lines.getLast().contains("IllegalStateException: why"), lines.getLast());
  }

  @Test
  void nothingBelowTheThresholdIsWritten() {
    log.atLeast(System.Logger.Level.WARNING);
    logger.log(System.Logger.Level.INFO, "quiet");
    assertEquals("", text());
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8).strip();
  }
}
