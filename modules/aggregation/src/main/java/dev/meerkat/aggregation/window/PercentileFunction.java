package dev.meerkat.aggregation.window;

import dev.meerkat.query.expression.Percentile;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.WindowBounds;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowPartition;
import dev.meerkat.spi.query.WindowScope;
import dev.meerkat.values.Numbers;
import java.util.Arrays;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * Percentiles of the window's numbers. The partition's distinct numbers are ranked once; a step
 * then costs the logarithm of their count, however large the window is. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/percentile/">$percentile</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/median/">$median</a>
 */
record PercentileFunction(String name, Percentile.Spec spec, WindowBounds bounds)
    implements WindowFunction {
  static WindowFunction parse(String name, BsonValue value, WindowScope scope) {
    return new PercentileFunction(
        name, Percentile.Spec.parse(name, value, scope.parsing()), scope.bounds());
  }

  @Override
  public Run open(WindowPartition partition, EvaluationScope scope) {
    return new PercentileRun(this, partition, scope);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    spec.input().dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(name, spec.describe()).append("window", bounds.describe());
  }

  private static final class PercentileRun implements Run {
    private final Percentile.Spec spec;
    private final WindowBounds.Frame frame;
    private final double[] values;
    private final double[] distinct;
    private final int[] tree;
    private int count;
    private int left;
    private int entered;

    PercentileRun(PercentileFunction function, WindowPartition partition, EvaluationScope scope) {
      this.spec = function.spec;
      this.frame = function.bounds.open(partition, scope);
      this.values = new double[partition.size()];
      for (int i = 0; i < values.length; i++) {
        scope.checkInterrupted();
        BsonValue value = spec.input().evaluate(partition.document(i), scope);
        values[i] = value != null && value.isNumber() ? Numbers.toDouble(value) : Double.NaN;
      }
      this.distinct = distinct(values);
      this.tree = new int[distinct.length + 1];
    }

    private static double[] distinct(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int kept = 0;
      for (double value : sorted) {
        // NaN is what is no number, too; it sorts last.
        if (!Double.isNaN(value) && (kept == 0 || Double.compare(sorted[kept - 1], value) != 0)) {
          sorted[kept++] = value;
        }
      }
      return Arrays.copyOf(sorted, kept);
    }

    @Override
    public BsonValue value(int index) {
      frame.moveTo(index);
      while (entered < frame.to()) {
        change(values[entered++], 1);
      }
      while (left < frame.from()) {
        change(values[left++], -1);
      }
      if (spec.single()) {
        return at(spec.ps().getFirst());
      }
      BsonArray percentiles = new BsonArray(spec.ps().size());
      for (double p : spec.ps()) {
        percentiles.add(at(p));
      }
      return percentiles;
    }

    private void change(double value, int by) {
      if (Double.isNaN(value)) {
        return;
      }
      count += by;
      int node = Arrays.binarySearch(distinct, value) + 1;
      while (node < tree.length) {
        tree[node] += by;
        node += node & -node;
      }
    }

    private BsonValue at(double p) {
      if (count == 0) {
        return BsonNull.VALUE;
      }
      return new BsonDouble(distinct[place(Percentile.rank(p, count))]);
    }

    /** Where among the distinct numbers the one of a rank stands; each node knows those below. */
    private int place(int rank) {
      int place = 0;
      int rest = rank;
      for (int step = Integer.highestOneBit(distinct.length); step > 0; step >>= 1) {
        int next = place + step;
        if (next < tree.length && tree[next] <= rest) {
          place = next;
          rest -= tree[next];
        }
      }
      return place;
    }

    @Override
    public long memoryBytes() {
      return 64 + 8L * values.length + 12L * distinct.length;
    }
  }
}
