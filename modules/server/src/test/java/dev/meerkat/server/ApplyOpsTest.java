package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

/** Entries of an oplog, done again through a server. */
final class ApplyOpsTest extends ServedTest {
  private BsonDocument apply(String operations) throws IOException {
    return client.run("{applyOps: [" + operations + "], $db: 'admin'}");
  }

  private BsonDocument run(String fields) throws IOException {
    return client.run("{" + fields + ", $db: 't'}");
  }

  private int count(String collection) throws IOException {
    return run("count: '" + collection + "'").getInt32("n").getValue();
  }

  @Test
  void documentsAreWrittenChangedAndRemovedOnce() throws IOException {
    run("create: 'c'");
    String insert = "{op: 'i', ns: 't.c', o: {_id: 1, x: 1}}";
    String update = "{op: 'u', ns: 't.c', o2: {_id: 1}, o: {$v: 2, diff: {u: {x: 7}}}}";
    BsonDocument twice = apply(insert + "," + insert + "," + update + "," + update);
    assertEquals(new BsonInt32(4), twice.get("applied"));
    assertEquals(1, run("count: 'c', query: {x: 7}").getInt32("n").getValue());
    String delete = "{op: 'd', ns: 't.c', o: {_id: 1}}";
    assertEquals(new BsonInt32(2), apply(delete + "," + delete).get("applied"));
    assertEquals(0, count("c"));
  }

  @Test
  void whatFailsTellsHowFarItCame() throws IOException {
    run("create: 'c'");
    String insert = "{op: 'i', ns: 't.c', o: {_id: 1}}";
    BsonDocument none =
        apply(insert + ", {op: 'u', ns: 't.c', o2: {_id: 9}, o: {_id: 9}}," + insert);
    assertEquals(new BsonInt32(8), none.get("code"));
    assertEquals(BsonDocument.parse("{r: [true, false, true]}").get("r"), none.get("results"));
    BsonDocument lost = apply("{op: 'i', ns: 't.none', o: {_id: 1}}," + insert);
    assertEquals(new BsonInt32(26), lost.get("code"));
    assertEquals(new BsonInt32(1), lost.get("applied"));
  }

  @Test
  void collectionsKeepTheUuidsOfTheEntry() throws IOException {
    String create =
        "{op: 'c', ns: 't.$cmd', ui: {$uuid: '01234567-89ab-cdef-0123-456789abcdef'}, "
            + "o: {create: 'c', idIndex: {v: 2, key: {_id: 1}, name: '_id_'}}}";
    apply(create + "," + create);
    String index =
        "{op: 'c', ns: 't.$cmd', o: {createIndexes: 'c', v: 2, key: {a: 1}, name: 'a_1'}}";
    assertEquals(new BsonInt32(1), apply(index).get("applied"));
    run("renameCollection: 't.c', to: 't.d'");
    apply("{op: 'i', ns: 't.c', ui: {$uuid: '01234567-89ab-cdef-0123-456789abcdef'}, o: {_id: 1}}");
    assertEquals(0, count("d"));
    client.run("{renameCollection: 't.c', to: 't.d', $db: 'admin'}");
    apply("{op: 'i', ns: 't.c', ui: {$uuid: '01234567-89ab-cdef-0123-456789abcdef'}, o: {_id: 2}}");
    assertEquals(2, count("d"));
    apply("{op: 'c', ns: 't.$cmd', o: {drop: 'd'}}, {op: 'c', ns: 't.$cmd', o: {drop: 'd'}}");
    assertEquals(0, count("d"));
  }

  @Test
  void aTransactionsEntryIsDoneAsAWhole() throws IOException {
    run("create: 'c'");
    BsonDocument applied =
        apply(
            "{op: 'c', ns: 'admin.$cmd', o: {applyOps: ["
                + "{op: 'i', ns: 't.c', o: {_id: 1}}, {op: 'i', ns: 't.c', o: {_id: 2}}]}}");
    assertEquals(new BsonInt32(1), applied.get("applied"));
    assertEquals(2, count("c"));
  }
}
