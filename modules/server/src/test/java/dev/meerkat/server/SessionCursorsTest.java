package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.bson.BsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cursors belong to the session and the transaction that have opened them, and end with them. */
final class SessionCursorsTest extends ServedTest {
  private static final String ONE = "{id: {$uuid: '01020304-0506-0708-090a-0b0c0d0e0f10'}}";
  private static final String OTHER = "{id: {$uuid: '11121314-1516-1718-191a-1b1c1d1e1f20'}}";
  private static final String NUMBER = ", txnNumber: {$numberLong: '1'}, autocommit: false";

  @BeforeEach
  void fill() throws IOException {
    ok("{insert: 'c', documents: [{_id: 1}, {_id: 2}, {_id: 3}], $db: 'test'}");
  }

  @Test
  void aCursorIsReadInTheSessionThatOpenedIt() throws IOException {
    long own = open(", lsid: " + ONE);
    assertEquals(50737, code(more(own, "")));
    assertEquals(50738, code(more(own, ", lsid: " + OTHER)));
    assertEquals(1.0, more(own, ", lsid: " + ONE).getDouble("ok").getValue());
    assertEquals(50736, code(more(open(""), ", lsid: " + ONE)));
  }

  @Test
  void aCursorIsReadInTheTransactionThatOpenedIt() throws IOException {
    long before = open(", lsid: " + ONE);
    long inside = open(", startTransaction: true, lsid: " + ONE + NUMBER);
    assertEquals(50741, code(more(inside, ", lsid: " + ONE)));
    assertEquals(1.0, more(inside, ", lsid: " + ONE + NUMBER).getDouble("ok").getValue());
    assertEquals(50740, code(more(before, ", lsid: " + ONE + NUMBER)));
  }

  @Test
  void aCursorEndsWithItsTransaction() throws IOException {
    long inside = open(", startTransaction: true, lsid: " + ONE + NUMBER);
    ok("{abortTransaction: 1, lsid: " + ONE + NUMBER + ", $db: 'admin'}");
    assertEquals(43, code(more(inside, ", lsid: " + ONE)));
  }

  @Test
  void aCursorEndsWithItsSession() throws IOException {
    for (String end :
        new String[] {
          "endSessions: [" + ONE + "]",
          "killSessions: [" + ONE + "]",
          "killAllSessions: []",
          "killAllSessionsByPattern: [{lsid: {id: {$uuid: '01020304-0506-0708-090a-0b0c0d0e0f10'},"
              + " uid: {$binary: {base64: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', subType:"
              + " '00'}}}}]"
        }) {
      long own = open(", lsid: " + ONE);
      long others = open("");
      ok("{" + end + ", $db: 'admin'}");
      assertEquals(43, code(more(own, ", lsid: " + ONE)), end);
      assertEquals(1.0, more(others, "").getDouble("ok").getValue(), end);
    }
  }

  private long open(String fields) throws IOException {
    long id =
        ok("{find: 'c', batchSize: 1" + fields + ", $db: 'test'}")
            .getDocument("cursor")
            .getInt64("id")
            .getValue();
    assertTrue(id != 0);
    return id;
  }

  private BsonDocument more(long id, String fields) throws IOException {
    return client.run(
        "{getMore: {$numberLong: '"
            + id
            + "'}, collection: 'c', batchSize: 1"
            + fields
            + ", $db: 'test'}");
  }

  private BsonDocument ok(String command) throws IOException {
    BsonDocument reply = client.run(command);
    assertEquals(1.0, reply.getDouble("ok").getValue(), reply.toJson());
    return reply;
  }

  private static int code(BsonDocument failed) {
    assertEquals(0.0, failed.getDouble("ok").getValue(), failed.toJson());
    return failed.getInt32("code").getValue();
  }
}
