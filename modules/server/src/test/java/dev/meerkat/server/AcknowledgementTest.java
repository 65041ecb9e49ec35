package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

/** What a reply says of its write concern. */
final class AcknowledgementTest {
  @Test
  void concernsThatOneMemberCannotMeetAreReportedBesideTheResult() throws IOException {
    try (MeerkatServer server = MeerkatServer.start(MeerkatOptions.inMemory());
        RawClient client = new RawClient(server.port())) {
      BsonDocument two = run(client, "insert: 'c', documents: [{}], writeConcern: {w: 2}");
      assertEquals(new BsonInt32(1), two.get("n"));
      assertEquals(new BsonInt32(100), two.getDocument("writeConcernError").get("code"));
      BsonDocument mode = run(client, "insert: 'c', documents: [{}], writeConcern: {w: 'x'}");
      assertEquals(new BsonInt32(79), mode.getDocument("writeConcernError").get("code"));
      BsonDocument one = run(client, "insert: 'c', documents: [{}], writeConcern: {w: 1}");
      assertFalse(one.containsKey("writeConcernError"));
    }
  }

  @Test
  void aPipelineIsAskedForItOnlyWhereItWrites() throws IOException {
    try (MeerkatServer server = MeerkatServer.start(MeerkatOptions.inMemory());
        RawClient client = new RawClient(server.port())) {
      String concern = ", cursor: {}, writeConcern: {w: 2}";
      BsonDocument reads = run(client, "aggregate: 'c', pipeline: []" + concern);
      assertFalse(reads.containsKey("writeConcernError"), reads.toJson());
      BsonDocument writes = run(client, "aggregate: 'c', pipeline: [{$out: 'd'}]" + concern);
      assertEquals(new BsonInt32(100), writes.getDocument("writeConcernError").get("code"));
    }
  }

  private static BsonDocument run(RawClient client, String fields) throws IOException {
    return client.run("{" + fields + ", $db: 'test'}");
  }
}
