package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Spills;
import dev.meerkat.spi.query.SpillCount;
import dev.meerkat.spi.query.StageContext;
import org.jspecify.annotations.Nullable;

/**
 * Counts the memory that a stage holds. Past its limit, the stage is told to spill; where the
 * aggregation may not use the disk it is refused, and where there is no disk it goes on in memory.
 * Threads: confined to one operation.
 */
final class StageMemory {
  private final String stage;
  private final boolean isEnforced;
  private final Spills spills;
  private final @Nullable SpillCount count;
  private final long limitBytes;
  private long bytes;

  StageMemory(String stage, StageContext context) {
    this(stage, context, !context.allowDiskUse());
  }

  private StageMemory(String stage, StageContext context, boolean isEnforced) {
    this.stage = stage;
    this.isEnforced = isEnforced;
    this.spills = context.scope().spills();
    this.count = context.spillCount();
    this.limitBytes = spills.memoryLimitBytes(stage);
  }

  /** The memory of what MongoDB does without: it spills also where the pipeline may not. */
  static StageMemory ofOwn(String stage, StageContext context) {
    return new StageMemory(stage, context, false);
  }

  long limitBytes() {
    return limitBytes;
  }

  /** Where the stage puts what it spills, which it is about to do. */
  Spills spilling() {
    if (count != null) {
      count.add();
    }
    return spills;
  }

  /** Adds what is held more, or takes off what is held less. */
  void add(long more) {
    bytes += more;
    if (isEnforced && bytes > limitBytes) {
      throw refusal();
    }
  }

  /** Whether the stage can spill at all. */
  boolean canSpill() {
    return spills.isPossible();
  }

  /** Whether the stage is to spill what it holds. */
  boolean isFull() {
    return !isEnforced && bytes > limitBytes && spills.isPossible();
  }

  private ServerException refusal() {
    return switch (stage) {
      case "$bucketAuto", "$sample", "$sort" ->
          refusal(
              "Sort exceeded memory limit of "
                  + limitBytes
                  + " bytes, but did not opt in to external sorting. Aborting operation."
                  + " Pass allowDiskUse:true to opt in.");
      case "$setWindowFields" ->
          Documents.error(
              5643011,
              "Exceeded max memory. Current memory: "
                  + bytes
                  + " bytes. Max allowed memory: "
                  + limitBytes
                  + " bytes");
      default ->
          refusal(
              "Exceeded memory limit for "
                  + stage
                  + ", but didn't allow external sort. Pass allowDiskUse:true to opt in.");
    };
  }

  private static ServerException refusal(String text) {
    return new ServerException(
        ErrorCode.QUERY_EXCEEDED_MEMORY_LIMIT,
        "PlanExecutor error during aggregation :: caused by :: " + text);
  }
}
