package dev.meerkat.spi.query;

import dev.meerkat.spi.Seeds;
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
  private final BsonDateTime now;
  private final BsonTimestamp clusterTime;
  private final Seeds seeds;
  private final Runnable interruptCheck;
  private @Nullable BsonValue[] variables = new BsonValue[8];

  /**
   * @param interruptCheck called by long computations; throws where the operation must end
   */
  public EvaluationScope(
      BsonDateTime now, BsonTimestamp clusterTime, Seeds seeds, Runnable interruptCheck) {
    this.now = now;
    this.clusterTime = clusterTime;
    this.seeds = seeds;
    this.interruptCheck = interruptCheck;
  }

  public BsonDateTime now() {
    return now;
  }

  public BsonTimestamp clusterTime() {
    return clusterTime;
  }

  public Seeds seeds() {
    return seeds;
  }

  public void checkInterrupted() {
    interruptCheck.run();
  }

  /** The value in a slot, or null for missing. */
  public @Nullable BsonValue variable(int slot) {
    return slot < variables.length ? variables[slot] : null;
  }

  public void bind(int slot, @Nullable BsonValue value) {
    if (slot >= variables.length) {
      variables = Arrays.copyOf(variables, Math.max(slot + 1, variables.length * 2));
    }
    variables[slot] = value;
  }
}
