package dev.meerkat.benchmarks;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.wire.FrameWriter;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;

/**
 * Finds documents by their {@code _id}, with the fields that drivers send. The frame is made once;
 * for each request only the id in it is replaced. Threads: confined to one thread.
 */
final class FindById implements Load.Client {
  private final byte[] frame;
  private final int idOffset;
  private final int documents;
  private final SplittableRandom random;
  private int expectedBytes;

  /**
   * @param clusterTime what the server has told in a hello
   * @param documents ids are below this
   * @param number tells clients apart
   */
  FindById(BsonDocument clusterTime, int documents, int number) {
    this.documents = documents;
    this.random = new SplittableRandom(number);
    FrameWriter writer = new FrameWriter();
    DocumentView command = command(clusterTime, number);
    writer.opMsg(1, 0, 0, command);
    this.frame = new byte[writer.length()];
    System.arraycopy(writer.array(), 0, frame, 0, frame.length);
    int body = EchoServer.MESSAGE_BYTES;
    int filter = BsonBytes.valueOffset(frame, BsonBytes.findElement(frame, body, bytes("filter")));
    this.idOffset =
        BsonBytes.valueOffset(frame, BsonBytes.findElement(frame, filter, bytes("_id")));
  }

  /** Bytes of a request. */
  int requestBytes() {
    return frame.length;
  }

  @Override
  public int step(FrameClient connection) throws IOException {
    int size = ask(connection);
    if (size != expectedBytes) {
      if (expectedBytes != 0) {
        throw new IllegalStateException("an answer of " + size + " bytes, not " + expectedBytes);
      }
      expectedBytes = size;
    }
    return 1;
  }

  /** Asks for one document; answers the bytes of the reply. */
  int ask(FrameClient connection) throws IOException {
    BsonBytes.putInt32(frame, idOffset, random.nextInt(documents));
    return connection.exchange(frame, frame.length);
  }

  private static DocumentView command(BsonDocument clusterTime, int number) {
    DocumentBuilder builder = new DocumentBuilder(256);
    builder.appendString("find", SanityLines.COLLECTION);
    builder.beginDocument("filter").appendInt32("_id", 0).end();
    builder.appendInt32("limit", 1).appendBoolean("singleBatch", true);
    builder
        .beginDocument("lsid")
        .append("id", new BsonBinary(new UUID(0x4000L, 0x8000_0000_0000_0000L | number)))
        .end();
    builder.append("$clusterTime", clusterTime);
    builder.appendString("$db", SanityLines.DATABASE);
    return DocumentView.of(builder.toBytes());
  }

  private static byte[] bytes(String name) {
    return BsonBytes.nameBytes(name);
  }
}
