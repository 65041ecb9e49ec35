package dev.meerkat.query.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.query.filter.FilterTesting;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates as the oplog tells them. */
final class DiffUpdateTest {
  private static Update parse(String o) {
    return Update.parseOplogEntry(
        BsonDocument.parse(o), new UpdateOptions(FilterTesting.filter("{}"), List.of(), false));
  }

  private static DocumentView view(String json) {
    return DocumentView.of(BsonDocument.parse(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {_id: 1, a: 1, b: 2}            | {u: {a: 5}}                       | {_id: 1, a: 5, b: 2}
          {_id: 1, a: 1}                  | {u: {c: 5}}                       | {_id: 1, a: 1, c: 5}
          {_id: 1, a: 1, b: 2}            | {d: {a: false}}                   | {_id: 1, b: 2}
          {_id: 1, a: 1, b: 2}            | {i: {a: 3}}                       | {_id: 1, b: 2, a: 3}
          {_id: 1}                        | {i: {z: 1, y: 2}}                 | {_id: 1, z: 1, y: 2}
          {_id: 1, a: {b: {c: 1}}}        | {sa: {sb: {u: {c: 2}}}}           | {_id: 1, a: {b: {c: 2}}}
          {_id: 1, a: [1, 2, 3]}          | {sa: {a: true, u1: 9}}            | {_id: 1, a: [1, 9, 3]}
          {_id: 1, a: [1, 2, 3]}          | {sa: {a: true, l: 1}}             | {_id: 1, a: [1]}
          {_id: 1, a: [1]}                | {sa: {a: true, u3: 9}}            | {_id: 1, a: [1, null, null, 9]}
          {_id: 1, a: [{x: 1}, {x: 2}]}   | {sa: {a: true, s1: {u: {x: 3}}}}  | {_id: 1, a: [{x: 1}, {x: 3}]}
          {_id: 1, a: 7}                  | {sa: {u: {x: 3}}}                 | {_id: 1, a: 7}
          {_id: 1, a: 7}                  | {sa: {a: true, l: 0}}             | {_id: 1, a: 7}
          """)
  void aDiffIsAppliedAndMayBeAppliedTwice(String before, String diff, String after) {
    Update update = parse("{$v: 2, diff: " + diff + "}");
    DocumentView once = UpdateTesting.apply(update, view(before));
    assertEquals(BsonDocument.parse(after), once.toBson());
    assertEquals(once.toBson(), UpdateTesting.apply(update, once).toBson());
  }

  @Test
  void whatChangesNothingIsTheSameDocument() {
    DocumentView document = view("{_id: 1, a: 1}");
    assertSame(document, UpdateTesting.apply(parse("{$v: 2, diff: {u: {a: 1}}}"), document));
  }

  @Test
  void aDocumentWithAnIdReplaces() {
    Update update = parse("{_id: 1, $v: 7}");
    assertEquals(
        BsonDocument.parse("{_id: 1, $v: 7}"),
        UpdateTesting.apply(update, view("{_id: 1, a: 1}")).toBson());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {$set: {a: 1}}                         | 4772600
          {$v: 1, diff: {}}                      | 4772600
          {$v: 2}                                | 4772601
          {$v: 2, diff: {x: {}}}                 | 4770503
          {$v: 2, diff: {u: 1}}                  | 4770503
          {$v: 2, diff: {sa: {a: true, ux: 1}}}  | 4770503
          {$v: 2, diff: {sa: {a: true, l: -1}}}  | 4770503
          """)
  void anythingElseIsRefused(String o, int code) {
    ServerException refused = assertThrows(ServerException.class, () -> parse(o));
    assertEquals(code, refused.code().number());
  }
}
