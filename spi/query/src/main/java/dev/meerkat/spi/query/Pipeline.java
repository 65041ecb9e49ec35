package dev.meerkat.spi.query;

import dev.meerkat.spi.Cursor;
import java.util.List;
import java.util.Set;

/**
 * Compiled stages in order. Threads: immutable.
 *
 * @param variables the number of variable slots that a run of it needs
 * @param costlyMetadata what it reads of the metadata that documents have only where it is asked
 *     for, by the names of {@code $meta}
 */
public record Pipeline(List<Stage> stages, int variables, Set<String> costlyMetadata) {
  public Pipeline {
    stages = List.copyOf(stages);
    costlyMetadata = Set.copyOf(costlyMetadata);
  }

  /** A pipeline that reads none of the metadata that must be asked for. */
  public Pipeline(List<Stage> stages, int variables) {
    this(stages, variables, Set.of());
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
