package dev.meerkat.spi.query;

import dev.meerkat.spi.Cursor;
import java.util.Set;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A compiled aggregation stage: it makes one stream of documents of another. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation-pipeline/">Stages</a>
 */
public interface Stage {
  /** The wire name, with its {@code $}. */
  String name();

  /** What the optimizer and the pipeline's checks may know. */
  default StageTraits traits() {
    return StageTraits.UNKNOWN;
  }

  /**
   * Begins one run. The answered cursor owns {@code input} and closes it. A stage that begins a
   * pipeline by itself is given an empty input.
   */
  Cursor open(Cursor input, StageContext context);

  /** Reports the fields and variables of its input that it reads. */
  default void dependencies(Dependencies dependencies) {
    dependencies.wholeDocument();
  }

  /**
   * Whether nothing of its input reaches its output but what it reports to read, so that documents
   * need not be whole.
   */
  default boolean readsAllItNeeds() {
    return false;
  }

  /**
   * Whether a top-level field may be another behind the stage than before it. A stage that answers
   * false for a field lets filters of it pass to its front.
   */
  default boolean mayChange(String field) {
    return true;
  }

  /**
   * The path at which its input has the very values that its output has at {@code path}, or null
   * where there is none. Filters of such paths pass to the front of the stage.
   */
  default @Nullable String pathBefore(String path) {
    int dot = path.indexOf('.');
    return mayChange(dot < 0 ? path : path.substring(0, dot)) ? null : path;
  }

  /**
   * The metadata that documents have after the stage, by the names of {@code $meta}.
   *
   * @param before the metadata that its input has
   */
  default Set<String> metadata(Set<String> before) {
    return traits().shape() == StageTraits.Shape.BLOCKING ? Set.of() : before;
  }

  /** The stage in MongoDB's own syntax, as {@code explain} shows it. */
  BsonDocument describe();
}
