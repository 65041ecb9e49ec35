package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.query.Filter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A find that is repeated with one value after another is planned once. */
final class RepeatedFindTest extends EngineFixture {
  private static final int DOCUMENTS = 20;

  @BeforeEach
  void fill() {
    createIndex("{key: {u: 1}, name: 'u', unique: true}");
    createIndex("{key: {a: 1}, name: 'a'}");
    for (int i = 0; i < DOCUMENTS; i++) {
      insert("{_id: " + i + ", u: " + i + ", a: " + i + "}");
    }
  }

  @AfterEach
  void close() {
    closeEngine();
  }

  @ParameterizedTest
  @ValueSource(strings = {"_id", "u", "a"})
  void oneValueAfterAnotherNeedsNoOtherPlan(String field) {
    try (Operation operation = begin();
        Execution execution = new Execution(operation)) {
      QueryScope scope = QueryScope.of(execution, NS, null, null, null);
      RepeatedFind find = new RepeatedFind(execution, FindRequest.of(NS, doc("{}")), null);
      for (int i = 0; i < DOCUMENTS; i++) {
        Filter filter = scope.filter(doc("{" + field + ": " + i + "}"));
        try (Cursor found = find.open(filter)) {
          assertTrue(found.advance());
          assertEquals(i, found.current().toBson().getInt32("_id").getValue());
        }
        assertTrue(find.keepsItsPlan(), field);
      }
    }
  }
}
