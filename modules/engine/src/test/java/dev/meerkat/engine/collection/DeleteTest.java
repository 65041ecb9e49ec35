package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.engine.EngineFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeleteTest extends EngineFixture {
  @AfterEach
  void close() {
    closeEngine();
  }

  @Test
  void oneOrAllMatchingDocumentsGo() {
    insert("{_id: 1, a: 1}", "{_id: 2, a: 1}", "{_id: 3, a: 2}", "{_id: 4, a: 1}");
    assertEquals(1, delete("{a: 1}", true).n());
    assertEquals(3, find("{}").size());
    assertEquals(2, delete("{a: 1}", false).n());
    assertEquals(List.of(doc("{_id: 3, a: 2}")), find("{}"));
    assertEquals(0, delete("{_id: 99}", true).n());
    assertEquals(1, delete("{_id: 3}", true).n());
    checkConsistent();
  }

  @Test
  void nothingIsDeletedWhereThereIsNoCollection() {
    assertEquals(0, delete("{}", false).n());
  }

  @Test
  void manyDocumentsGoInSeveralTurns() {
    for (int i = 0; i < 1_000; i++) {
      insert("{_id: " + i + ", a: " + i % 2 + "}");
    }
    createIndex("{key: {a: 1}, name: 'a_1'}");
    assertEquals(500, delete("{a: 1}", false).n());
    assertEquals(500, find("{a: 0}").size());
    checkConsistent();
  }
}
