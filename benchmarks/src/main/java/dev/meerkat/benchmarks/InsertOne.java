package dev.meerkat.benchmarks;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Inserts one document after the other, acknowledged when its commit is made. Threads: confined to
 * one thread; the ids are shared by all clients.
 */
final class InsertOne implements Load.Client {
  private static final byte[] FIRST = BsonBytes.nameBytes("0");

  private final String collection;
  private final AtomicInteger ids;

  /**
   * @param collection where the documents go
   * @param ids the first free id; whoever takes one moves it on
   */
  InsertOne(String collection, AtomicInteger ids) {
    this.collection = collection;
    this.ids = ids;
  }

  @Override
  public int step(FrameClient connection) throws IOException {
    DocumentView document = Documents.document(ids.getAndIncrement());
    DocumentBuilder command = new DocumentBuilder(512);
    command.appendString("insert", collection);
    command.beginArray("documents").appendDocument(FIRST, document).end();
    command.beginDocument("writeConcern").appendInt32("w", 1).end();
    var _ =
        connection.run(
            DocumentView.of(command.appendString("$db", SanityLines.DATABASE).toBytes()));
    return 1;
  }
}
