package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.wire.DocumentSequence;
import dev.meerkat.wire.FrameHeader;
import dev.meerkat.wire.FrameWriter;
import dev.meerkat.wire.OpCode;
import dev.meerkat.wire.OpMsg;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;

/**
 * Inserts documents in batches, acknowledged as the server does by default: durable where the
 * storage is. Threads: confined to one thread; the ids are shared by all clients.
 */
final class InsertMany implements Load.Client {
  static final int BATCH = 1_000;

  private final DocumentView command;
  private final AtomicInteger ids;
  private final int documents;
  private final FrameWriter writer = new FrameWriter();

  /**
   * @param collection where the documents go
   * @param ids the first free id; whoever takes a batch moves it on
   * @param documents where the ids end
   */
  InsertMany(String collection, AtomicInteger ids, int documents) {
    this(ids, documents, command(collection));
  }

  private InsertMany(AtomicInteger ids, int documents, DocumentBuilder command) {
    this.ids = ids;
    this.documents = documents;
    this.command = DocumentView.of(command.appendString("$db", SanityLines.DATABASE).toBytes());
  }

  /**
   * As the constructor, but acknowledged when the commit is made, which servers of all kinds do.
   */
  static InsertMany committed(String collection, AtomicInteger ids, int documents) {
    DocumentBuilder command = command(collection);
    command.beginDocument("writeConcern").appendInt32("w", 1).end();
    return new InsertMany(ids, documents, command);
  }

  private static DocumentBuilder command(String collection) {
    return new DocumentBuilder(64).appendString("insert", collection);
  }

  @Override
  public int step(FrameClient connection) throws IOException {
    int first = ids.getAndAdd(BATCH);
    if (first >= documents) {
      return 0;
    }
    writer.clear();
    writer.opMsg(
        new OpMsg(new FrameHeader(0, 1, 0, OpCode.MSG), 0, command, List.of(batch(first))));
    connection.exchange(writer.array(), writer.length());
    BsonDocument answer = connection.answer();
    if (answer.getNumber("ok").doubleValue() != 1 || answer.getNumber("n").intValue() != BATCH) {
      throw new IllegalStateException("not all inserted: " + answer.toJson());
    }
    return BATCH;
  }

  private static DocumentSequence batch(int first) {
    byte[] bytes = new byte[BATCH * 320];
    int length = 0;
    for (int i = first; i < first + BATCH; i++) {
      DocumentView document = Documents.document(i);
      System.arraycopy(document.array(), document.offset(), bytes, length, document.length());
      length += document.length();
    }
    return new DocumentSequence("documents", bytes, 0, length, BATCH);
  }
}
