package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

/** What stays in a capped collection, and in which order. */
final class CappedTest extends EngineFixture {
  private static final String FILLING = "x".repeat(1_000);

  @Test
  void theOldestGoWhereThereAreTooMany() {
    run("{create: 'c', capped: true, size: 100000, max: 3}");
    insert(9, 1, 8, 2, 7);
    assertEquals(List.of(8, 2, 7), ids("{find: 'c'}"));
    assertEquals(List.of(7, 2, 8), ids("{find: 'c', sort: {$natural: -1}}"));
  }

  @Test
  void theOldestGoWhereTheyTakeTooMuchRoom() {
    run("{create: 'c', capped: true, size: 4096}");
    for (int id = 0; id < 6; id++) {
      run("{insert: 'c', documents: [{_id: " + id + ", filling: '" + FILLING + "'}]}");
    }
    assertEquals(List.of(3, 4, 5), ids("{find: 'c'}"));
  }

  @Test
  void aDocumentMayGrowAndKeepsItsPlace() {
    run("{create: 'c', capped: true, size: 4096}");
    insert(1, 2, 3);
    run("{update: 'c', updates: [{q: {_id: 2}, u: {$set: {filling: '" + FILLING + "'}}}]}");
    assertEquals(List.of(1, 2, 3), ids("{find: 'c'}"));
  }

  @Test
  void smallerLimitsCountFromTheNextInsertOn() {
    run("{create: 'c', capped: true, size: 100000}");
    insert(1, 2, 3, 4);
    run("{collMod: 'c', cappedMax: 2}");
    assertEquals(List.of(1, 2, 3, 4), ids("{find: 'c'}"));
    insert(5);
    assertEquals(List.of(4, 5), ids("{find: 'c'}"));
  }

  @Test
  void aCollectionThatBecomesCappedKeepsTheNewest() {
    for (int id = 0; id < 6; id++) {
      run("{insert: 'c', documents: [{_id: " + id + ", filling: '" + FILLING + "'}]}");
    }
    run("{convertToCapped: 'c', size: 4096}");
    assertEquals(List.of(3, 4, 5), ids("{find: 'c'}"));
    BsonDocument stats = run("{collStats: 'c'}");
    assertEquals(new BsonInt32(4096), stats.get("maxSize"));
  }

  private void insert(int... ids) {
    for (int id : ids) {
      run("{insert: 'c', documents: [{_id: " + id + "}]}");
    }
  }

  private List<Integer> ids(String find) {
    return run(find).getDocument("cursor").getArray("firstBatch").stream()
        .map(document -> document.asDocument().getInt32("_id").getValue())
        .toList();
  }
}
