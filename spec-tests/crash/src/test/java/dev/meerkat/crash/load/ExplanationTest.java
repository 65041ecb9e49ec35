package dev.meerkat.crash.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.crash.load.Step.Order;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

final class ExplanationTest {
  private static final String NAMESPACE = "a.b";

  private final State base = new State();
  private final List<Sent> sent = new ArrayList<>();

  private static BsonDocument document(long id, long version) {
    return Documents.of("_id", id, "v", version);
  }

  private Sent send(Order order, Effect... effects) {
    Step step = new Step(new BsonDocument(), order, List.of(effects), new BsonDocument());
    Sent one = new Sent(step, Concern.JOURNALED, sent.size());
    sent.add(one);
    return one;
  }

  private Sent put(long id, long version) {
    return send(Order.ORDERED, Effect.put(NAMESPACE, document(id, version)));
  }

  private static State there(BsonDocument... documents) {
    State there = new State();
    for (BsonDocument document : documents) {
      there.addDocument(NAMESPACE, document);
    }
    return there;
  }

  private Explanation explain(int promised, State there) {
    return Explanation.of("test", base, sent, promised, there);
  }

  @Test
  void everyPrefixFromThePromisedOnIsAnAnswer() {
    put(1, 0);
    put(2, 0);
    put(1, 1);
    assertEquals(new Explanation(2, 2, false), explain(1, there(document(1, 0), document(2, 0))));
    assertEquals(new Explanation(3, 3, false), explain(2, there(document(1, 1), document(2, 0))));
  }

  @Test
  void aPromisedStepThatIsMissingIsFound() {
    put(1, 0);
    put(2, 0);
    Violation violation = assertThrows(Violation.class, () -> explain(2, there(document(1, 0))));
    assertTrue(violation.getMessage().contains("a.b/100000000002 is missing"));
  }

  @Test
  void aHoleIsFound() {
    put(1, 0);
    put(2, 0);
    put(3, 0);
    assertThrows(Violation.class, () -> explain(0, there(document(1, 0), document(3, 0))));
  }

  @Test
  void anOldVersionBesideANewerOneIsFound() {
    put(1, 0);
    put(1, 1);
    put(2, 0);
    assertThrows(Violation.class, () -> explain(0, there(document(1, 0), document(2, 0))));
  }

  @Test
  void aDocumentThatNobodyWroteIsFound() {
    put(1, 0);
    assertThrows(Violation.class, () -> explain(0, there(document(1, 0), document(9, 0))));
  }

  @Test
  void anOrderedStepIsThereUpToSomePlace() {
    send(
        Order.ORDERED,
        Effect.put(NAMESPACE, document(1, 0)),
        Effect.put(NAMESPACE, document(2, 0)));
    assertEquals(new Explanation(0, 0, true), explain(0, there(document(1, 0))));
    assertThrows(Violation.class, () -> explain(0, there(document(2, 0))));
    assertThrows(Violation.class, () -> explain(1, there(document(1, 0))));
  }

  @Test
  void anUnorderedStepIsThereInAnyPart() {
    send(
        Order.UNORDERED,
        Effect.put(NAMESPACE, document(1, 0)),
        Effect.put(NAMESPACE, document(2, 0)),
        Effect.put(NAMESPACE, document(3, 0)));
    assertEquals(new Explanation(0, 0, true), explain(0, there(document(2, 0))));
    assertEquals(new Explanation(0, 0, true), explain(0, there(document(1, 0), document(3, 0))));
    assertEquals(
        new Explanation(1, 1, false),
        explain(0, there(document(1, 0), document(2, 0), document(3, 0))));
  }

  @Test
  void aHalfChangedDocumentIsFound() {
    put(1, 0);
    send(Order.UNORDERED, Effect.put(NAMESPACE, document(1, 7).append("x", document(0, 0))));
    assertThrows(Violation.class, () -> explain(0, there(document(1, 7))));
  }

  @Test
  void aRenameIsThereWholeOrNotAtAll() {
    base.addCollection("a.from");
    base.addIndex("a.from", "_id_");
    base.addDocument("a.from", document(1, 0));
    send(Order.ORDERED, Effect.rename(base, "a.from", "a.to"));
    State renamed = new State();
    renamed.addCollection("a.to");
    renamed.addIndex("a.to", "_id_");
    assertThrows(Violation.class, () -> explain(0, renamed));
    renamed.addDocument("a.to", document(1, 0));
    assertEquals(new Explanation(1, 1, false), explain(0, renamed));
    assertEquals(new Explanation(0, 0, false), explain(0, base));
  }

  @Test
  void stepsWithoutEffectLeaveItOpen() {
    put(1, 0);
    send(Order.ORDERED);
    send(Order.ORDERED);
    assertEquals(new Explanation(1, 3, false), explain(0, there(document(1, 0))));
  }

  @Test
  void whatWasAcknowledgedLaterPromisesWhatWasSentBefore() {
    put(1, 0);
    put(2, 0).acknowledged(100, new BsonDocument("ok", Documents.of("x", 1L).get("x")));
    put(3, 0);
    assertEquals(2, Explanation.promised(sent, Sent::isAcknowledged));
    assertEquals(2, Explanation.promised(sent, one -> one.isSyncedBefore(101)));
    assertEquals(0, Explanation.promised(sent, one -> one.isSyncedBefore(100)));
  }
}
