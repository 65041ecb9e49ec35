package dev.meerkat.contract.fault;

import dev.meerkat.spi.DocumentView;
import java.util.Random;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/** Documents for tests. Threads: stateless. */
final class Documents {
  private Documents() {}

  /** A document whose bytes follow from its id and length alone. */
  static DocumentView of(long id, int fillBytes) {
    byte[] fill = new byte[fillBytes];
    new Random(id).nextBytes(fill);
    return DocumentView.of(
        new BsonDocument("_id", new BsonInt64(id)).append("fill", new BsonBinary(fill)));
  }
}
