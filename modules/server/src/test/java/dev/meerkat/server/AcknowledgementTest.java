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
  void whoseTheConcernWasIsToldWithIt() throws IOException {
    try (MeerkatServer server = MeerkatServer.start(MeerkatOptions.inMemory());
        RawClient client = new RawClient(server.port())) {
      BsonDocument set =
          client.run("{setDefaultRWConcern: 1, defaultWriteConcern: {w: 2}, $db: 'admin'}");
      assertFalse(set.containsKey("writeConcernError"), set.toJson());
      BsonDocument ours = run(client, "insert: 'c', documents: [{}]");
      assertEquals("customDefault", provenance(ours));
      BsonDocument theirs = run(client, "insert: 'c', documents: [{}], writeConcern: {w: 3}");
      assertEquals("clientSupplied", provenance(theirs));
      BsonDocument mixed = run(client, "insert: 'c', documents: [{}], writeConcern: {j: true}");
      assertEquals(
          BsonDocument.parse("{w: 2, j: true, wtimeout: 0, provenance: 'customDefault'}"),
          concern(mixed));
    }
  }

  private static String provenance(BsonDocument reply) {
    return concern(reply).getString("provenance").getValue();
  }

  private static BsonDocument concern(BsonDocument reply) {
    return reply
        .getDocument("writeConcernError")
        .getDocument("errInfo")
        .getDocument("writeConcern");
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
