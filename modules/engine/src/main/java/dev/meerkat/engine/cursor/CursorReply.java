package dev.meerkat.engine.cursor;

import dev.meerkat.engine.history.TimedRead;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the field {@code cursor} of replies: a batch, and what follows it. Threads: stateless. */
public final class CursorReply {
  private static final byte[] CURSOR = BsonBytes.nameBytes("cursor");
  private static final byte[] FIRST_BATCH = BsonBytes.nameBytes("firstBatch");
  private static final byte[] NEXT_BATCH = BsonBytes.nameBytes("nextBatch");
  private static final byte[] ID = BsonBytes.nameBytes("id");
  private static final byte[] NS = BsonBytes.nameBytes("ns");

  private CursorReply() {}

  /**
   * Writes the whole field where the first batch is the last.
   *
   * @param read where its documents were read
   */
  public static void write(
      Namespace namespace, ReadPoint read, List<DocumentView> batch, DocumentBuilder reply) {
    reply.beginDocument(CURSOR).beginArray(FIRST_BATCH);
    for (int i = 0; i < batch.size(); i++) {
      reply.appendDocument(reply.nextIndex(), batch.get(i));
    }
    reply.end();
    end(namespace, read, null, 0, reply);
  }

  /** Begins the field with a cursor's first batch; {@link #end} goes on. */
  static void writeFirst(OpenCursor cursor, long size, DocumentBuilder reply) {
    writeBatch(cursor, FIRST_BATCH, size, reply);
  }

  /** Begins the field with a cursor's next batch; {@link #end} goes on. */
  static void writeNext(OpenCursor cursor, long size, DocumentBuilder reply) {
    writeBatch(cursor, NEXT_BATCH, size, reply);
  }

  private static void writeBatch(OpenCursor cursor, byte[] name, long size, DocumentBuilder reply) {
    reply.beginDocument(CURSOR).beginArray(name);
    cursor.write(reply, size);
    reply.end();
  }

  /**
   * Writes what follows a batch.
   *
   * @param id 0 where there are no more batches
   */
  static void end(OpenCursor cursor, long id, DocumentBuilder reply) {
    end(cursor.namespace(), cursor.execution().readPoint(), cursor.resumption(), id, reply);
  }

  private static void end(
      Namespace namespace,
      ReadPoint readPoint,
      @Nullable Resumption stream,
      long id,
      DocumentBuilder reply) {
    reply.appendInt64(ID, id).appendString(NS, namespace.fullName());
    if (stream != null) {
      reply.append("postBatchResumeToken", stream.postBatchResumeToken());
    }
    if (readPoint instanceof TimedRead read) {
      reply.appendTimestamp("atClusterTime", read.time());
    }
    reply.end();
  }
}
