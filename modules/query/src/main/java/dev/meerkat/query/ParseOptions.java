package dev.meerkat.query;

import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ValueOrder;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What a command says about all the specs in it. Threads: immutable.
 *
 * @param namespace the collection addressed; its collection is {@code $cmd.aggregate} where an
 *     aggregation addresses none
 * @param order the order of values under the collation in force
 * @param collation that collation spelled out, or null for simple comparison
 * @param isApiStrict whether only what the Stable API promises may be used
 * @param variables names that the command's {@code let} binds; they get the slots 0, 1, 2, …
 * @param hasClock whether {@code $$NOW} and {@code $$CLUSTER_TIME} may be asked for
 */
public record ParseOptions(
    Namespace namespace,
    ValueOrder order,
    @Nullable BsonDocument collation,
    boolean isApiStrict,
    List<String> variables,
    boolean hasClock) {
  public ParseOptions {
    variables = List.copyOf(variables);
  }

  /** Options of a command that may ask for the time. */
  public ParseOptions(
      Namespace namespace,
      ValueOrder order,
      @Nullable BsonDocument collation,
      boolean isApiStrict,
      List<String> variables) {
    this(namespace, order, collation, isApiStrict, variables, true);
  }

  /** The same options for a command in which no clock may be read. */
  public ParseOptions withoutClock() {
    return new ParseOptions(namespace, order, collation, isApiStrict, variables, false);
  }

  /** Options of a command without collation, strictness and variables. */
  public static ParseOptions of(Namespace namespace, ValueOrder order) {
    return new ParseOptions(namespace, order, null, false, List.of());
  }
}
