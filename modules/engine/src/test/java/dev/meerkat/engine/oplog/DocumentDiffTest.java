package dev.meerkat.engine.oplog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.query.update.ChangeShape;
import dev.meerkat.query.update.DiffUpdate;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A diff makes the document after of the document before. */
final class DocumentDiffTest {
  private static final int ROUNDS = 20_000;

  private final Random random = new Random(0);

  private static @Nullable BsonDocument diff(
      DocumentView before, DocumentView after, ChangeShape.@Nullable Touched touched) {
    DocumentBuilder out = new DocumentBuilder(64);
    return DocumentDiff.write(before, after, touched, out) ? out.toView().toBson() : null;
  }

  private static BsonDocument diff(String before, String after) {
    return java.util.Objects.requireNonNull(
        diff(
            DocumentView.of(BsonDocument.parse(before)),
            DocumentView.of(BsonDocument.parse(after)),
            null));
  }

  @Test
  void theSectionsAreThoseOfMongod() {
    assertEquals(
        BsonDocument.parse("{d: {b: false}, u: {a: 2}, i: {c: 3}}"),
        diff("{_id: 1, a: 1, b: 1}", "{_id: 1, a: 2, c: 3}"));
    assertEquals(
        BsonDocument.parse("{i: {x: 1, b: 1}}"), diff("{a: 1, b: 1}", "{a: 1, x: 1, b: 1}"));
    assertEquals(
        BsonDocument.parse("{i: {a: 1}}"), diff("{a: 1, b: 1, c: 1}", "{b: 1, c: 1, a: 1}"));
    String text = "x".repeat(100);
    assertEquals(
        BsonDocument.parse("{sa: {a: true, l: 2, u1: 7}}"),
        diff("{a: ['" + text + "', 1, 2, 3]}", "{a: ['" + text + "', 7]}"));
    assertEquals(
        BsonDocument.parse("{sa: {a: true, s1: {u: {n: 2}}, u2: 5}}"),
        diff("{a: [1, {t: '" + text + "', n: 1}]}", "{a: [1, {t: '" + text + "', n: 2}, 5]}"));
  }

  @Test
  void aNameThatStandsTwiceHasNoDiff() {
    DocumentView twice =
        DocumentView.of(new DocumentBuilder(32).appendInt32("a", 1).appendInt32("a", 2).toBytes());
    DocumentView changed =
        DocumentView.of(new DocumentBuilder(32).appendInt32("a", 1).appendInt32("a", 3).toBytes());
    assertEquals(null, diff(twice, changed, null));
  }

  @Test
  void applyingTheDiffMakesTheDocumentAfter() {
    long first = Long.getLong("diffs.seed", System.nanoTime());
    for (int round = 0; round < ROUNDS; round++) {
      long seed = first + round;
      random.setSeed(seed);
      BsonDocument before = document(0);
      BsonDocument after = edited(before, 0);
      BsonDocument free = diff(DocumentView.of(before), DocumentView.of(after), null);
      BsonDocument guided =
          diff(DocumentView.of(before), DocumentView.of(after), touched(after, 0));
      for (BsonDocument diff :
          List.of(
              java.util.Objects.requireNonNull(free), java.util.Objects.requireNonNull(guided))) {
        BsonDocument applied = DiffUpdate.applied(before, diff);
        String trouble =
            "replay with -Ddiffs.seed=" + seed + ": " + before + " " + after + " " + diff;
        assertEquals(DocumentView.of(after), DocumentView.of(applied), trouble);
        assertEquals(
            DocumentView.of(after), DocumentView.of(DiffUpdate.applied(applied, diff)), trouble);
      }
    }
  }

  @Test
  void manyFieldsAreComparedInTimeThatGrowsWithTheirNumber() {
    BsonDocument before = new BsonDocument();
    BsonDocument after = new BsonDocument();
    for (int i = 0; i < 200_000; i++) {
      before.append("a" + i, new BsonInt32(i));
      after.append("b" + i, new BsonInt32(i));
    }
    BsonDocument diff = diff(DocumentView.of(before), DocumentView.of(after), null);
    assertEquals(after, DiffUpdate.applied(before, java.util.Objects.requireNonNull(diff)));
    assertTrue(diff.containsKey("d"));
    assertFalse(diff.containsKey("u"));
  }

  /** Paths at random: whatever they do not name is told whole. */
  private ChangeShape.Touched touched(BsonValue value, int depth) {
    if (random.nextInt(4) == 0 || depth > 2) {
      return new ChangeShape.Touched(
          Map.of(),
          null,
          random.nextBoolean() ? ChangeShape.Kind.WHOLE : ChangeShape.Kind.APPENDED);
    }
    Map<String, ChangeShape.Touched> fields = new HashMap<>();
    if (value.isDocument()) {
      value.asDocument().forEach((name, below) -> fields.put(name, touched(below, depth + 1)));
    }
    return new ChangeShape.Touched(
        fields, random.nextBoolean() ? touched(value, depth + 1) : null, ChangeShape.Kind.PARTS);
  }

  private BsonDocument document(int depth) {
    BsonDocument document = new BsonDocument();
    int size = random.nextInt(6);
    for (int i = 0; i < size; i++) {
      document.put(name(), value(depth));
    }
    return document;
  }

  private String name() {
    return List.of("a", "b", "c", "d", "u", "i", "s", "0", "1", "sa", "").get(random.nextInt(11));
  }

  private BsonValue value(int depth) {
    return switch (random.nextInt(depth > 3 ? 4 : 7)) {
      case 0 -> new BsonInt32(random.nextInt(3));
      case 1 -> new BsonInt64(random.nextInt(3));
      case 2 -> BsonNull.VALUE;
      case 3 -> new BsonString("x".repeat(random.nextInt(40)));
      case 4 -> array(depth);
      default -> document(depth + 1);
    };
  }

  private BsonArray array(int depth) {
    List<BsonValue> elements = new ArrayList<>();
    int size = random.nextInt(5);
    for (int i = 0; i < size; i++) {
      elements.add(value(depth + 1));
    }
    return new BsonArray(elements);
  }

  private BsonDocument edited(BsonDocument before, int depth) {
    List<String> names = new ArrayList<>(before.keySet());
    if (random.nextInt(4) == 0) {
      Collections.shuffle(names, random);
    }
    BsonDocument after = new BsonDocument();
    for (String name : names) {
      switch (random.nextInt(5)) {
        case 0 -> {}
        case 1 -> after.put(name, value(depth));
        case 2 ->
            after.put(name, edited(java.util.Objects.requireNonNull(before.get(name)), depth));
        default -> after.put(name, before.get(name));
      }
      if (random.nextInt(6) == 0) {
        after.putIfAbsent(name(), value(depth));
      }
    }
    if (random.nextInt(3) == 0) {
      after.putIfAbsent(name(), value(depth));
    }
    return after;
  }

  private BsonValue edited(BsonValue before, int depth) {
    if (before.isDocument()) {
      return edited(before.asDocument(), depth + 1);
    }
    if (!before.isArray()) {
      return value(depth);
    }
    List<BsonValue> elements = new ArrayList<>(before.asArray());
    for (int i = 0; i < elements.size(); i++) {
      if (random.nextInt(3) == 0) {
        elements.set(i, edited(elements.get(i), depth + 1));
      }
    }
    if (random.nextInt(3) == 0) {
      elements.add(value(depth + 1));
    }
    if (random.nextInt(3) == 0 && !elements.isEmpty()) {
      elements.remove(random.nextInt(elements.size()));
    }
    return new BsonArray(elements);
  }
}
