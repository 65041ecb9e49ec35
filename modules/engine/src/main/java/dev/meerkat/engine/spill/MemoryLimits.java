package dev.meerkat.engine.spill;

import dev.meerkat.engine.Parameters;
import dev.meerkat.spi.Spills;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How much memory each stage may take: server parameters, by their own names. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/parameters/">Server parameters</a>
 */
public final class MemoryLimits {
  private final LongSupplier sort;
  private final Map<String, LongSupplier> stages;

  public MemoryLimits(Parameters parameters) {
    this.sort = limit(parameters, "internalQueryMaxBlockingSortMemoryUsageBytes");
    this.stages =
        Map.of(
            "$bucketAuto",
            limit(parameters, "internalDocumentSourceBucketAutoMaxMemoryBytes"),
            "$facet",
            limit(parameters, "internalQueryFacetBufferSizeBytes"),
            "$graphLookup",
            limit(parameters, "internalDocumentSourceGraphLookupMaxMemoryBytes"),
            "$group",
            limit(parameters, "internalDocumentSourceGroupMaxMemoryBytes"),
            "$lookup",
            limit(
                parameters,
                "internalQuerySlotBasedExecutionHashLookupApproxMemoryUseInBytesBeforeSpill"),
            "$sample",
            sort,
            "$setWindowFields",
            limit(parameters, "internalDocumentSourceSetWindowFieldsMaxMemoryBytes"),
            "$sort",
            sort);
  }

  private static LongSupplier limit(Parameters parameters, String name) {
    return parameters.number(name, (int) Spills.DEFAULT_LIMIT_BYTES, 1, true);
  }

  /**
   * Bytes, 1 or more.
   *
   * @param stage its wire name
   */
  long bytes(String stage) {
    LongSupplier own = stages.get(stage);
    return own == null ? Spills.DEFAULT_LIMIT_BYTES : own.getAsLong();
  }
}
