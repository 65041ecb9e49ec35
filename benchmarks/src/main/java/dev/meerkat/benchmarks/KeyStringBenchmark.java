package dev.meerkat.benchmarks;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.values.KeyStringBuilder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Writing an index key for a field of a document. Threads: one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KeyStringBenchmark {
  private final KeyStringBuilder builder = new KeyStringBuilder();
  private final byte[] document = Documents.document(1234).toBytes();
  private final int number = valueOf("u");
  private final int text = valueOf("name");

  @Benchmark
  public int int32() {
    return key(BsonBytes.INT32, number);
  }

  @Benchmark
  public int string() {
    return key(BsonBytes.STRING, text);
  }

  private int key(byte type, int offset) {
    return builder.clear().append(type, document, offset, false).appendRecordId(99).length();
  }

  private int valueOf(String name) {
    return BsonBytes.valueOffset(
        document, DocumentView.of(document).find(BsonBytes.nameBytes(name)));
  }
}
