package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/** A test of finds that need no plan: what they answer is what a plan answers. */
abstract class ShortFindTest extends ServedTest {
  /** What may stand beside the filter. */
  static final List<String> OPTIONS =
      List.of(
          "",
          ", limit: 1",
          ", limit: 1, singleBatch: true",
          ", limit: 2",
          ", limit: 5",
          ", limit: 200",
          ", batchSize: 0",
          ", batchSize: 1",
          ", batchSize: 1, limit: 1",
          ", batchSize: 1, limit: 2",
          ", batchSize: 1, singleBatch: true",
          ", batchSize: 3, singleBatch: true",
          ", batchSize: 2, limit: 2",
          ", batchSize: 2",
          ", batchSize: 100",
          ", limit: null, batchSize: null");

  /** The reply without what differs from one to the next; of a cursor's id whether it has one. */
  final BsonDocument answer(String find) throws IOException {
    BsonDocument reply = reply(find);
    reply.remove("$clusterTime");
    reply.remove("operationTime");
    if (reply.isDocument("cursor")) {
      BsonDocument cursor = reply.getDocument("cursor");
      cursor.put("id", new BsonInt64(Long.signum(cursor.getInt64("id").getValue())));
    }
    return reply;
  }

  /** With a skip of nothing a find goes the long way. */
  final void isAnsweredAlike(String find) throws IOException {
    String planned = find.substring(0, find.length() - 1) + ", skip: 0}";
    assertEquals(answer(planned), answer(find), find);
  }
}
