package dev.meerkat.engine.spill;

import dev.meerkat.engine.Parameters;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.Spills;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How much memory each stage may take, and what else queries heed: server parameters, by their own
 * names. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/parameters/">Server parameters</a>
 */
public final class MemoryLimits {
  private static final int MOST_DENSIFIED = 500_000;
  private static final int MOST_TRIED = 10_000;
  private static final int MOST_FOUND = 101;
  private static final int MOST_CACHED = 5_000;

  private static final List<String> OF_ACCUMULATORS =
      List.of(
          "internalQueryMaxAddToSetBytes",
          "internalQueryMaxConcatArraysBytes",
          "internalQueryMaxPushBytes",
          "internalQueryMaxSetUnionBytes",
          "internalQueryTopNAccumulatorBytes");

  private final Map<String, LongSupplier> bytes = new HashMap<>();
  private final Map<String, LongSupplier> others = new HashMap<>();

  public MemoryLimits(Parameters parameters) {
    LongSupplier sort = limit(parameters, "internalQueryMaxBlockingSortMemoryUsageBytes");
    bytes.put("$sort", sort);
    bytes.put("$sample", sort);
    bytes.put("$bucketAuto", limit(parameters, "internalDocumentSourceBucketAutoMaxMemoryBytes"));
    bytes.put("$densify", limit(parameters, "internalDocumentSourceDensifyMaxMemoryBytes"));
    bytes.put("$facet", limit(parameters, "internalQueryFacetBufferSizeBytes"));
    bytes.put("$graphLookup", limit(parameters, "internalDocumentSourceGraphLookupMaxMemoryBytes"));
    bytes.put("$group", limit(parameters, "internalDocumentSourceGroupMaxMemoryBytes"));
    bytes.put(
        "$lookup",
        limit(
            parameters,
            "internalQuerySlotBasedExecutionHashLookupApproxMemoryUseInBytesBeforeSpill"));
    bytes.put(
        "$setWindowFields",
        limit(parameters, "internalDocumentSourceSetWindowFieldsMaxMemoryBytes"));
    for (String accumulators : OF_ACCUMULATORS) {
      others.put(accumulators, limit(parameters, accumulators));
    }
    other(parameters, "internalQueryMaxAllowedDensifyDocs", MOST_DENSIFIED, 0);
    other(parameters, "internalQueryPlanEvaluationWorks", MOST_TRIED, 1);
    other(parameters, "internalQueryPlanEvaluationMaxResults", MOST_FOUND, 0);
    other(parameters, "internalQueryCacheMaxEntriesPerCollection", MOST_CACHED, 0);
    // What comes between two stages may be larger than a document, and not smaller.
    int standard = (int) Spills.DEFAULT_LIMIT_BYTES;
    int least = Limits.MAX_INTERNAL_DOCUMENT_BYTES;
    other(parameters, "internalQueryFacetMaxOutputDocSizeBytes", standard, least);
    other(parameters, "internalLookupStageIntermediateDocumentMaxSizeBytes", standard, least);
  }

  private static LongSupplier limit(Parameters parameters, String name) {
    return parameters.number(name, (int) Spills.DEFAULT_LIMIT_BYTES, 1, true);
  }

  private void other(Parameters parameters, String name, int standard, int least) {
    others.put(name, parameters.number(name, standard, least, true));
  }

  /**
   * Bytes, 1 or more.
   *
   * @param stage its wire name
   */
  long bytes(String stage) {
    LongSupplier own = bytes.get(stage);
    return own == null ? Spills.DEFAULT_LIMIT_BYTES : own.getAsLong();
  }

  /** The value of another parameter. */
  long limit(String parameter, long standard) {
    LongSupplier own = others.get(parameter);
    return own == null ? standard : own.getAsLong();
  }
}
