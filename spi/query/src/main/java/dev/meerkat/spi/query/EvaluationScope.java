package dev.meerkat.spi.query;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Spills;
import java.util.Arrays;
import org.bson.BsonDateTime;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The values of one run: variables by slot, the instant ({@code $$NOW}), the cluster's time, and a
 * source of randomness for those who ask for it. Threads: confined to one operation.
 */
public final class EvaluationScope {
  private static final @Nullable BsonValue[] NONE = {};

  private final @Nullable BsonDateTime now;
  private final @Nullable BsonTimestamp clusterTime;
  private final Seeds seeds;
  private final Runnable interruptCheck;
  private final Spills spills;
  private boolean isSearch;
  private boolean keepsIndexKeys;
  private @Nullable BsonValue[] variables = NONE;

  /**
   * @param now null where {@code $$NOW} is not available
   * @param clusterTime null where {@code $$CLUSTER_TIME} is not available
   * @param interruptCheck called by long computations; throws where the operation must end
   */
  public EvaluationScope(
      @Nullable BsonDateTime now,
      @Nullable BsonTimestamp clusterTime,
      Seeds seeds,
      Runnable interruptCheck) {
    this(now, clusterTime, seeds, interruptCheck, Spills.NONE);
  }

  /**
   * @param spills what stages may hold, and where documents go that memory has no room for
   */
  public EvaluationScope(
      @Nullable BsonDateTime now,
      @Nullable BsonTimestamp clusterTime,
      Seeds seeds,
      Runnable interruptCheck,
      Spills spills) {
    this.spills = spills;
    this.now = now;
    this.clusterTime = clusterTime;
    this.seeds = seeds;
    this.interruptCheck = interruptCheck;
  }

  /** A scope of the same run without variables, in which no clock may be read. */
  public EvaluationScope withoutClock() {
    return new EvaluationScope(null, null, seeds, interruptCheck, spills);
  }

  /**
   * @throws ServerException 51144 where it is not available
   */
  public BsonDateTime now() {
    return available(now, "NOW");
  }

  /**
   * @throws ServerException 51144 where it is not available
   */
  public BsonTimestamp clusterTime() {
    return available(clusterTime, "CLUSTER_TIME");
  }

  private static <T> T available(@Nullable T value, String name) {
    if (value == null) {
      throw new ServerException(
          ErrorCode.location(51144), "Builtin variable '$$" + name + "' is not available");
    }
    return value;
  }

  public Seeds seeds() {
    return seeds;
  }

  /** What stages may hold, and where documents go that memory has no room for. */
  public Spills spills() {
    return spills;
  }

  public void checkInterrupted() {
    interruptCheck.run();
  }

  /** Says that an index answers this run's search for words, which filters then take as true. */
  public void search() {
    isSearch = true;
  }

  /** Whether an index answers this run's search for words. */
  public boolean isSearch() {
    return isSearch;
  }

  /** Says that documents of this run are to come with the index keys that they were found by. */
  public void keepIndexKeys() {
    keepsIndexKeys = true;
  }

  /** Whether documents of this run are to come with the index keys that they were found by. */
  public boolean keepsIndexKeys() {
    return keepsIndexKeys;
  }

  /** The value in a slot, or null for missing. */
  public @Nullable BsonValue variable(int slot) {
    return slot < variables.length ? variables[slot] : null;
  }

  public void bind(int slot, @Nullable BsonValue value) {
    if (slot >= variables.length) {
      variables = Arrays.copyOf(variables, Math.max(slot + 4, variables.length * 2));
    }
    variables[slot] = value;
  }
}
