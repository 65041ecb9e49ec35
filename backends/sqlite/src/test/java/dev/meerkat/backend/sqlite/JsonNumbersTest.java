package dev.meerkat.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite reads the numbers that were written. */
final class JsonNumbersTest {
  private static final List<Long> NUMBERS =
      List.of(
          0L, 7L, -1L, 10L, 99_999_999_999L, 100_000_000_000L, -Long.MAX_VALUE, Long.MAX_VALUE, 0L);

  @TempDir Path folder = Path.of(".");

  @Test
  void numbersComeBackInTheirOrder() {
    JsonNumbers numbers = new JsonNumbers();
    numbers.add(42);
    numbers.clear();
    List<Long> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      NUMBERS.forEach(numbers::add);
      expected.addAll(NUMBERS);
    }
    assertEquals(expected, read(numbers.toBytes()));
    numbers.clear();
    assertEquals(List.of(), read(numbers.toBytes()));
  }

  private List<Long> read(byte[] array) {
    SqliteConnection connection = SqliteConnection.open(folder.resolve("numbers.sqlite"), true);
    SqliteStatement statement = connection.take("SELECT value FROM json_each(?)");
    List<Long> found = new ArrayList<>();
    for (boolean more = statement.run(array); more; more = statement.step()) {
      found.add(statement.integer(0));
    }
    connection.give(statement);
    connection.close();
    return found;
  }
}
