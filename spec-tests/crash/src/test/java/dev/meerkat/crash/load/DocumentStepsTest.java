package dev.meerkat.crash.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

final class DocumentStepsTest {
  private static final String NAMESPACE = "a.b";

  private final State state = new State();

  @Test
  void noDocumentIsEverTheSameTwice() {
    Random random = new Random(7);
    DocumentSteps steps = new DocumentSteps(state, new WorkerDocuments(3, random), random);
    Set<BsonValue> seen = new HashSet<>();
    Set<String> commands = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      Step step = steps.next(NAMESPACE, i % 5 == 0);
      commands.add(step.command().getFirstKey());
      for (Effect effect : step.effects()) {
        for (BsonValue value : effect.changes().values()) {
          assertTrue(value == null || seen.add(value), () -> "twice: " + value);
        }
      }
      step.apply(state);
    }
    assertEquals(Set.of("insert", "update", "delete", "findAndModify", "bulkWrite"), commands);
  }

  @Test
  void aDropTakesIndexesAndDocumentsWithIt() {
    state.addCollection(NAMESPACE);
    state.addIndex(NAMESPACE, "_id_");
    state.addDocument(NAMESPACE, new BsonDocument("_id", Documents.of("x", 1L).get("x")));
    state.addCollection("a.b2");
    Effect.drop(state, NAMESPACE).apply(state);
    assertEquals(Set.of("a.b2"), state.all().keySet());
  }
}
