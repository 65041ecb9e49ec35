package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Spills;
import dev.meerkat.spi.query.StageContext;
import org.jspecify.annotations.Nullable;

/**
 * Counts the memory that a blocking stage holds, up to 100 MB. Where the aggregation may use the
 * disk, and there is one, the stage is told to spill; a stage that cannot goes on in memory.
 * Threads: confined to one operation.
 */
final class MemoryLimit {
  private static final long MAX_BYTES = 100L * 1024 * 1024;

  private final String stage;
  private final boolean enforced;
  private final @Nullable Spills spills;
  private long bytes;

  MemoryLimit(String stage, StageContext context) {
    this.stage = stage;
    this.enforced = !context.allowDiskUse();
    this.spills = enforced ? null : context.scope().spills();
  }

  /** Where the stage is to put what it holds, if that is too much; else null. */
  @Nullable Spills spillsNow() {
    return spills != null && bytes > spills.memoryLimitBytes() ? spills : null;
  }

  /** Adds what is held more, or takes off what is held less. */
  void add(long more) {
    bytes += more;
    if (enforced && bytes > MAX_BYTES) {
      throw new ServerException(
          ErrorCode.QUERY_EXCEEDED_MEMORY_LIMIT,
          "PlanExecutor error during aggregation :: caused by :: Exceeded memory limit for "
              + stage
              + ", but didn't allow external sort. Pass allowDiskUse:true to opt in.");
    }
  }
}
