package dev.meerkat.spi.query;

import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ValueOrder;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What is known when a spec is parsed, and the doors through which the specs inside it are parsed.
 * Threads: confined to one operation.
 */
public interface ParseScope {
  /** Parses any expression: an operator, a literal, a field path or a variable. */
  Expression expression(BsonValue spec);

  Filter filter(BsonDocument spec);

  /** Parses <code>{$name: spec}</code>, an accumulator as it stands in {@code $group}. */
  Accumulator accumulator(BsonDocument spec);

  /**
   * Parses <code>{$name: spec, window: …}</code>, a field as it stands in {@code $setWindowFields}.
   *
   * @param sortBy the stage's {@code sortBy}, already checked; null where there is none
   */
  WindowFunction windowFunction(BsonDocument spec, @Nullable BsonDocument sortBy);

  /**
   * Parses a pipeline inside a stage.
   *
   * @param place what holds the pipeline; stages that it does not take are refused
   * @param namespace the collection that it will run on
   */
  Pipeline pipeline(BsonArray spec, StageTraits.Place place, Namespace namespace);

  /** The order, equality and hash of values under the collation in force. */
  ValueOrder order();

  /** The collation in force as a document, or null for simple comparison. */
  @Nullable BsonDocument collation();

  /** Whether documents may have this metadata here, by a name of {@code $meta}. */
  boolean isMetadataAvailable(String name);

  /** Asks for metadata that documents have only where somebody does. */
  void askForMetadata(String name);

  /** What has been asked for so far in the whole command, by the names of {@code $meta}. */
  Set<String> metadataAskedFor();

  /** Whether there is a stage of this name. */
  boolean isStage(String name);

  /** The collection that the command addresses. */
  Namespace namespace();

  /** Whether {@code $$NOW} and {@code $$CLUSTER_TIME} may be asked for. */
  boolean hasClock();

  /** Whether only what the Stable API promises may be used. */
  boolean isApiStrict();

  /**
   * The slot of a variable that is visible here.
   *
   * @param name without its {@code $$}
   * @throws dev.meerkat.spi.ServerException 17276 for an undefined variable
   */
  int variable(String name);

  /**
   * Whether a variable of this name has been {@linkplain #declare declared}; system variables that
   * need no declaration are not.
   */
  boolean isDeclared(String name);

  /** A scope in which one more variable is visible, with a slot of its own. */
  ParseScope declare(String name);

  /** The number of slots given so far in the whole command. */
  int variables();
}
