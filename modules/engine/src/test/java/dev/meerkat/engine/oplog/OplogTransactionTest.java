package dev.meerkat.engine.oplog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;

/** What the oplog tells of transactions. */
final class OplogTransactionTest extends OplogFixture {
  @Test
  void aTransactionIsOneEntryAtItsCommit() {
    insert("{_id: 1, a: 1}");
    List<BsonDocument> before =
        entriesOf(
            () -> {
              in(true, operation -> insert(operation, "{_id: 2}"));
              in(false, operation -> update(operation, "{_id: 1}", "{$set: {a: 2}}", false, false));
              in(false, operation -> delete(operation, "{_id: 2}", true));
            });
    assertEquals(List.of(), before);
    BsonDocument entry = entryOf(this::commit);
    assertEquals(
        List.of("lsid", "txnNumber", "op", "ns", "o", "ts", "t", "v", "wall", "prevOpTime"),
        List.copyOf(entry.keySet()));
    BsonArray operations = entry.getDocument("o").getArray("applyOps");
    assertEquals(
        List.of(
            doc("{op: 'i', ns: 'test.things', o: {_id: 2}, o2: {_id: 2}}"),
            doc("{op: 'u', ns: 'test.things', o: {$v: 2, diff: {u: {a: 2}}}, o2: {_id: 1}}"),
            doc("{op: 'd', ns: 'test.things', o: {_id: 2}}")),
        operations.stream().map(operation -> told(operation.asDocument())).toList());
    assertEquals(engine.clock().lastCommitted(), entry.getTimestamp("ts"));
  }

  @Test
  void aTransactionMayMakeACollection() {
    in(true, operation -> insert(operation, "{_id: 1}"));
    BsonDocument entry = entryOf(this::commit);
    BsonArray operations = entry.getDocument("o").getArray("applyOps");
    assertEquals("create", operations.get(0).asDocument().getDocument("o").getFirstKey());
    assertEquals(uuid(NS), operations.get(0).asDocument().get("ui"));
    assertEquals(2, operations.size());
  }

  @Test
  void aLargeTransactionIsAChainOfEntries() {
    insert("{_id: 0}");
    String filling = "x".repeat(6 << 20);
    for (int i = 1; i <= 6; i++) {
      String document =
          new BsonDocument("_id", new BsonInt32(i))
              .append("filling", new BsonString(filling))
              .toJson();
      in(i == 1, operation -> insert(operation, document));
    }
    List<BsonDocument> entries = entriesOf(this::commit);
    assertEquals(3, entries.size());
    for (int i = 0; i < 3; i++) {
      assertEquals(2, entries.get(i).getDocument("o").getArray("applyOps").size());
      assertEquals(i < 2, entries.get(i).getDocument("o").containsKey("partialTxn"));
      assertEquals(
          i == 0 ? new BsonTimestamp(0) : entries.get(i - 1).getTimestamp("ts"),
          entries.get(i).getDocument("prevOpTime").getTimestamp("ts"));
    }
    assertEquals(6, entries.get(2).getDocument("o").getInt64("count").getValue());
  }
}
