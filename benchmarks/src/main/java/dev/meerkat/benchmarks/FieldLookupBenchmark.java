package dev.meerkat.benchmarks;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Finding a field of a document by its name. Threads: one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FieldLookupBenchmark {
  private final DocumentView document = Documents.document(1234);
  private final byte[] first = BsonBytes.nameBytes("_id");
  private final byte[] last = BsonBytes.nameBytes("pad");
  private final byte[] absent = BsonBytes.nameBytes("absent");

  @Benchmark
  public int firstOfEight() {
    return document.find(first);
  }

  @Benchmark
  public int lastOfEight() {
    return document.find(last);
  }

  @Benchmark
  public int absent() {
    return document.find(absent);
  }
}
