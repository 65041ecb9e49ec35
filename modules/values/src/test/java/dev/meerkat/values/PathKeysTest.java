package dev.meerkat.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of documents are MongoDB's, and so is what counts as multikey. */
final class PathKeysTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a             | {a: 5}                                   | 5                      | ``
          a             | {b: 5}                                   | -                      | ``
          a             | {a: null}                                | null                   | ``
          a             | {a: []}                                  | undefined              | 0
          a             | {a: [1, 2, 1]}                           | 1; 2                   | 0
          a             | {a: [[1], []]}                           | [1]; []                | 0
          a.b           | {a: [1, {b: 2}]}                         | -; 2                   | 0
          a.b           | {a: []}                                  | -                      | 0
          a.b           | {a: [{b: []}]}                           | undefined              | 0
          a.b           | {a: [[{b: 1}]]}                          | -                      | 0
          a b           | {a: 1, b: [1, 2]}                        | 1,1; 1,2               | 1
          a.b a.c       | {a: [{b: 1}, {c: 2}]}                    | -,2; 1,-               | 0 1
          a a.b         | {a: [{b: 1}]}                            | {b:1},1                | 0 1
          a a.b         | {a: []}                                  | undefined,-            | 0 1
          a.b a         | {a: [{b: []}]}                           | undefined,{b:[]}       | 0 1
          a.b.c a.b.d   | {a: [1, {b: {c: [3, 4], d: 5}}]}         | -,-; 3,5; 4,5          | 0 1
          a.0           | {a: [1]}                                 | 1                      | ``
          a.0           | {a: [1, 2]}                              | 1                      | ``
          a.0           | {a: [[1]]}                               | [1]                    | ``
          a.0           | {a: [[1, 2], 3]}                         | [1,2]                  | ``
          a.0           | {a: [[]]}                                | undefined              | ``
          a.0           | {a: [[], []]}                            | undefined              | ``
          a.0           | {a: []}                                  | -                      | 0
          a.0           | {a: {"0": 1}}                            | 1                      | ``
          a.0           | {a: {"0": [1, 2]}}                       | 1; 2                   | 0
          a.1           | {a: [{"1": 5}]}                          | 5                      | 0
          a.0.0         | {a: [[1]]}                               | 1                      | ``
          a.0.0         | {a: [[]]}                                | -                      | ``
          a.0.0         | {a: []}                                  | -                      | 0
          a.0.0         | {a: [[[]]]}                              | undefined              | ``
          a.0.0         | {a: [[[1, 2]]]}                          | [1,2]                  | ``
          a.0.b         | {a: [{b: 1}]}                            | 1                      | ``
          a.0.b         | {a: [{b: [1, 2]}]}                       | 1; 2                   | 0
          a.0.b         | {a: [{b: [[1]]}]}                        | [1]                    | 0
          a.0.b         | {a: [[{b: 1}, {b: 2}]]}                  | 1; 2                   | 0
          a.0.b         | {a: [[{b: []}]]}                         | undefined              | 0
          a.0.b         | {a: [5, {b: 1}]}                         | -                      | ``
          a.0.b.0       | {a: [{b: [1]}]}                          | 1                      | ``
          a.b.c.3       | {a: {b: {c: [0, 1, 2, [3]]}}}            | [3]                    | ``
          a.0.1.2.b.0   | {a: [[1, [1, 2, [{b: [[], 2]}]]], 1]}    | undefined              | 0
          a.0 a         | {a: [[1, 2], 3]}                         | [1,2],[1,2]; [1,2],3   | 1
          a.0 a.b       | {a: [{b: 1}, {b: 2}]}                    | {b:1},1; {b:1},2       | 1
          a.0.0 a.b     | {a: [[5], {b: 1}]}                       | 5,-; 5,1               | 1
          """)
  void keysAreMongoDbs(String paths, String document, String expected, String multikey) {
    TreeSet<String> keys = new TreeSet<>();
    TreeSet<Integer> looked = new TreeSet<>();
    find(paths, document, keys, looked);
    assertEquals(new TreeSet<>(List.of(expected.split("; "))), keys);
    assertEquals(
        Stream.of(multikey.split(" ")).filter(text -> !text.isEmpty()).toList(),
        looked.stream().map(String::valueOf).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a.0     | {a: [{"0": 1}]}            | 16746
          a.0     | {a: [1, {"0": 2}]}         | 16746
          a.0.b   | {a: [{"0": 1}]}            | 16746
          a.0.b   | {a: [5, {"0": {b: 1}}]}    | 16746
          a b     | {a: [1], b: [2]}           | 171
          a.a b.a | {a: {a: [1]}, b: {a: [1]}} | 171
          b.a a   | {b: {a: [1]}, a: [1, 2]}   | 171
          a.b a.c | {a: [{b: [1], c: [2]}]}    | 171
          a.0 b.0 | {a: [1], b: [2]}           | 171
          a.0.0 a.b | {a: [[5], {b: [1, 2]}]}  | 171
          """)
  void someDocumentsHaveNone(String paths, String document, int code) {
    ServerException refusal =
        assertThrows(
            ServerException.class, () -> find(paths, document, new TreeSet<>(), new TreeSet<>()));
    assertEquals(code, refusal.code().number());
  }

  private static void find(String paths, String document, Set<String> keys, Set<Integer> multikey) {
    PathKeys.Sink sink =
        new PathKeys.Sink() {
          @Override
          public void key(byte[] types, byte[] array, int[] offsets) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < types.length; i++) {
              values.add(text(types[i], array, offsets[i]));
            }
            keys.add(String.join(",", values));
          }

          @Override
          public void multikey(int path, int components) {
            multikey.add(path);
          }
        };
    FieldPath[] parsed = Stream.of(paths.split(" ")).map(FieldPath::of).toArray(FieldPath[]::new);
    new PathKeys(parsed, sink).find(DocumentView.of(BsonDocument.parse(document)));
  }

  private static String text(byte type, byte[] array, int offset) {
    return switch (type) {
      case BsonBytes.END -> "-";
      case BsonBytes.NULL -> "null";
      case BsonBytes.UNDEFINED -> "undefined";
      default -> {
        String json = new BsonDocument("v", BsonBytes.decode(array, type, offset)).toJson();
        yield json.substring(6, json.length() - 1).replaceAll("[ \"]", "");
      }
    };
  }
}
