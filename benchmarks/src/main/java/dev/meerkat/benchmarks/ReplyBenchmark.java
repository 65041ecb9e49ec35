package dev.meerkat.benchmarks;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Writing the reply of a find into a builder that is used again and again. Threads: one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReplyBenchmark {
  /** Documents in a batch: of a find by id, and of a driver's first batch. */
  @Param({"1", "101"})
  public int documents;

  private final DocumentBuilder builder = new DocumentBuilder(1024);
  private final DocumentView document = Documents.document(1234);
  private final byte[] cursor = BsonBytes.nameBytes("cursor");
  private final byte[] firstBatch = BsonBytes.nameBytes("firstBatch");
  private final byte[] id = BsonBytes.nameBytes("id");
  private final byte[] ns = BsonBytes.nameBytes("ns");
  private final byte[] ok = BsonBytes.nameBytes("ok");

  @Benchmark
  public DocumentView find() {
    builder.clear().beginDocument(cursor).beginArray(firstBatch);
    for (int i = 0; i < documents; i++) {
      builder.appendDocument(builder.nextIndex(), document);
    }
    builder.end().appendInt64(id, 0).appendString(ns, "floors.base").end().appendDouble(ok, 1);
    return builder.toView();
  }
}
