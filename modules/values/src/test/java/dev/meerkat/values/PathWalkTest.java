package dev.meerkat.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueSink;
import dev.meerkat.values.QueryPaths.LeafArrays;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathWalkTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a     | {a: 5}                    | 5
          a     | {b: 5}                    | -
          a.b   | {a: 5}                    | -
          a.b   | {a: {b: 5}}               | 5
          a     | {a: [1, 2]}               | 1@0 2@1 [1,2]
          a     | {a: []}                   | []
          a     | {a: [[1]]}                | [1]@0 [[1]]
          a.b   | {a: [{b: 1}, {c: 2}, 3]}  | 1@0 -@1
          a.b   | {a: [1, 2]}               | ``
          a.b   | {a: []}                   | ``
          a.b   | {a: [[{b: 1}]]}           | ``
          a.b   | {a: [{b: [1, 2]}]}        | 1@0 2@0 [1,2]@0
          a.0   | {a: [5, 6]}               | 5
          a.1   | {a: [5, [2, 4]]}          | [2,4]
          a.1   | {a: [5, {"1": 4}]}          | 4@1 {1:4}
          a.0.b | {a: [{b: 1}, {b: 2}]}     | -@0 1 -@1
          a.0.b | {a: [{b: [1, 2]}]}        | -@0 1@0 2@1 [1,2]
          a.0.1 | {a: [[10, 20]]}           | 20
          a.0.1 | {a: [[10]]}               | ``
          a.0.0 | {a: [[[1, 2]]]}           | [1,2]
          a.0.b | {a: [[{b: 1}, {b: 2}]]}   | 1@0 2@1
          a.0.b | {a: [[5]]}                | ``
          a.0.b | {a: [5]}                  | ``
          a.b.0 | {a: [{b: [7]}]}           | 7@0
          a.0   | {a: {"0": 7}}               | 7
          a.b.c | {a: [{b: [{c: 1}, {c: 2}]}, {b: {c: 3}}]} | 1@0 2@0 3@1
          """)
  void filtersLookIntoArrays(String path, String document, String expected) {
    List<String> visits = new ArrayList<>();
    byte[] bytes = BsonBytes.encode(BsonDocument.parse(document));
    boolean stopped =
        QueryPaths.walk(
            FieldPath.of(path),
            LeafArrays.ELEMENTS_AND_ARRAY,
            bytes,
            0,
            (type, array, offset, index) -> {
              visits.add(text(type, array, offset) + (index < 0 ? "" : "@" + index));
              return false;
            });
    assertEquals(expected, String.join(" ", visits));
    assertFalse(stopped);
  }

  @Test
  void theVisitorEndsTheWalk() {
    byte[] bytes = BsonBytes.encode(BsonDocument.parse("{a: [{b: 1}, {b: 2}, {b: 3}]}"));
    List<Integer> seen = new ArrayList<>();
    assertTrue(
        QueryPaths.walk(
            FieldPath.of("a.b"),
            LeafArrays.ELEMENTS,
            bytes,
            0,
            (type, array, offset, index) -> {
              seen.add(BsonBytes.int32(array, offset));
              return seen.size() == 2;
            }));
    assertEquals(List.of(1, 2), seen);
  }

  @Test
  void leafArraysAreVisitedAsAsked() {
    byte[] bytes = BsonBytes.encode(BsonDocument.parse("{a: [1, 2]}"));
    assertEquals(2, visits(bytes, LeafArrays.ELEMENTS));
    assertEquals(1, visits(bytes, LeafArrays.ARRAY));
    assertEquals(3, visits(bytes, LeafArrays.ELEMENTS_AND_ARRAY));
  }

  private static int visits(byte[] bytes, LeafArrays leafArrays) {
    int[] count = {0};
    QueryPaths.walk(
        FieldPath.of("a"),
        leafArrays,
        bytes,
        0,
        (type, array, offset, index) -> {
          count[0]++;
          return false;
        });
    return count[0];
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a     | {a: 5}                    | 5
          a     | {b: 5}                    | -
          a.b   | {a: 5}                    | -
          a     | {a: [1, [2]]}             | [1,[2]]
          a.b   | {a: [{b: 1}, {c: 2}, 3, {b: [4]}]} | [1,[4]]
          a.b   | {a: [[{b: 1}], []]}       | []
          a.b   | {a: []}                   | []
          a.0   | {a: [5, 6]}               | []
          a.0   | {a: {"0": 7}}               | 7
          a.b.c | {a: [{b: [{c: 1}, 5]}, {b: {c: 3}}, {b: 4}]} | [[1],3]
          a.b.c | {a: {b: [{c: 1}, {c: 2}]}} | [1,2]
          """)
  void expressionsMapArrays(String path, String document, String expected) {
    BsonDocument parsed = BsonDocument.parse(document);
    DocumentView view = DocumentView.of(parsed);
    FieldPath fields = FieldPath.parse(path);
    assertEquals(expected, text(ExpressionPaths.evaluate(fields, view)));
    assertEquals(expected, text(ExpressionPaths.evaluate(fields, (BsonValue) parsed)));
    Sink sink = new Sink();
    ExpressionPaths.evaluateInto(fields, view, sink);
    assertEquals(expected, text(sink.value));
  }

  @Test
  void variablesThatAreArraysAreMapped() {
    BsonValue array = BsonDocument.parse("{v: [{a: 1}, {a: 2}]}").getArray("v");
    BsonValue result = ExpressionPaths.evaluate(FieldPath.parse("a"), array);
    assertNotNull(result);
    assertEquals("[1,2]", text(result));
    assertNull(ExpressionPaths.evaluate(FieldPath.parse("a"), BsonDocument.parse("{}")));
  }

  private static String text(byte type, byte[] array, int offset) {
    return type == BsonBytes.END ? "-" : text(BsonBytes.decode(array, type, offset));
  }

  private static String text(@Nullable BsonValue value) {
    if (value == null) {
      return "-";
    }
    String json = new BsonDocument("v", value).toJson();
    return json.substring(6, json.length() - 1).replaceAll("[ \"]", "");
  }

  /** Keeps the one value that it is given. */
  private static final class Sink implements ValueSink {
    @Nullable BsonValue value;

    @Override
    public void raw(byte type, byte[] array, int offset, int length) {
      assertNull(value);
      assertEquals(BsonBytes.valueSize(array, type, offset), length);
      value = BsonBytes.decode(array, type, offset);
    }

    @Override
    public void value(BsonValue given) {
      value = given;
    }

    @Override
    public void int32(int given) {
      throw new AssertionError(given);
    }

    @Override
    public void int64(long given) {
      throw new AssertionError(given);
    }

    @Override
    public void float64(double given) {
      throw new AssertionError(given);
    }

    @Override
    public void bool(boolean given) {
      throw new AssertionError(given);
    }

    @Override
    public void nullValue() {
      throw new AssertionError();
    }
  }
}
