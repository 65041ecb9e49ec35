package dev.meerkat.spi.query;

import dev.meerkat.spi.Cursor;
import java.util.List;

/**
 * Compiled stages in order. Threads: immutable.
 *
 * @param variables the number of variable slots that a run of it needs
 */
public record Pipeline(List<Stage> stages, int variables) {
  public Pipeline {
    stages = List.copyOf(stages);
  }

  /** Begins one run over {@code source}; the answered cursor owns it. */
  public Cursor open(Cursor source, StageContext context) {
    Cursor cursor = source;
    try {
      for (Stage stage : stages) {
        cursor = stage.open(cursor, context);
      }
      return cursor;
    } catch (RuntimeException e) {
      cursor.close();
      throw e;
    }
  }
}
