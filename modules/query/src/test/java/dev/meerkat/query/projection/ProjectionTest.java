package dev.meerkat.query.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.query.filter.FilterTesting;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What find's projection answers and refuses. */
final class ProjectionTest {
  private static String project(String spec, String filter, String document) {
    Projection projection =
        Projection.parse(
            BsonDocument.parse(spec), FilterTesting.filter(filter), FilterTesting.scope());
    DocumentBuilder out = new DocumentBuilder(64);
    projection.apply(DocumentView.of(BsonDocument.parse(document)), FilterTesting.run(), out);
    return out.toView().toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                          | {}            | {_id: 1, a: 2}                    | {_id: 1, a: 2}
          {a: 1}                      | {}            | {_id: 1, a: 2, b: 3}              | {_id: 1, a: 2}
          {a: 1, _id: 0}              | {}            | {_id: 1, a: 2, b: 3}              | {a: 2}
          {_id: 0}                    | {}            | {_id: 1, a: 2, b: 3}              | {a: 2, b: 3}
          {_id: 1}                    | {}            | {_id: 1, a: 2, b: 3}              | {_id: 1}
          {a: 0}                      | {}            | {_id: 1, a: 2, b: 3}              | {_id: 1, b: 3}
          {'a.b': 1}                  | {}            | {_id: 1, a: {b: 1, c: 2}}         | {_id: 1, a: {b: 1}}
          {a: {b: 1}}                 | {}            | {_id: 1, a: {b: 1, c: 2}}         | {_id: 1, a: {b: 1}}
          {'a.b': 1}                  | {}            | {_id: 1, a: [{b: 1, c: 2}, 5]}    | {_id: 1, a: [{b: 1}]}
          {'a.b': 1}                  | {}            | {_id: 1, a: 5}                    | {_id: 1}
          {'a.b': 0}                  | {}            | {_id: 1, a: [{b: 1, c: 2}, 5]}    | {_id: 1, a: [{c: 2}, 5]}
          {a: '$b'}                   | {}            | {_id: 1, a: 2, b: 3}              | {_id: 1, a: 3}
          {a: '$x'}                   | {}            | {_id: 1, a: 2, b: 3}              | {_id: 1}
          {'a.c': '$b'}               | {}            | {_id: 1, a: [{c: 2}, 5], b: 3}    | {_id: 1, a: [{c: 3}, {c: 3}]}
          {'a.c': '$b'}               | {}            | {_id: 1, b: 3}                    | {_id: 1, a: {c: 3}}
          {a: {$slice: 2}}            | {}            | {_id: 1, a: [1, 2, 3], b: 1}      | {_id: 1, a: [1, 2], b: 1}
          {a: {$slice: -2}}           | {}            | {_id: 1, a: [1, 2, 3]}            | {_id: 1, a: [2, 3]}
          {a: {$slice: [1, 1]}}       | {}            | {_id: 1, a: [1, 2, 3]}            | {_id: 1, a: [2]}
          {a: {$slice: [-2, 1]}}      | {}            | {_id: 1, a: [1, 2, 3]}            | {_id: 1, a: [2]}
          {a: {$slice: 1}, b: 1}      | {}            | {_id: 1, a: [1, 2], b: 1, c: 1}   | {_id: 1, a: [1], b: 1}
          {'d.c': {$slice: 1}, _id: 1} | {}           | {_id: 1, d: {c: [1, 2], e: 1}}    | {_id: 1, d: {c: [1]}}
          {a: {$elemMatch: {$gt: 1}}} | {}            | {_id: 1, a: [1, 2, 3], b: 1}      | {_id: 1, a: [2]}
          {a: {$elemMatch: {x: 1}}}   | {}            | {_id: 1, a: [{x: 2}]}             | {_id: 1}
          {'a.$': 1}                  | {a: {$gt: 1}} | {_id: 1, a: [1, 2, 3], b: 1}      | {_id: 1, a: [2]}
          {'a.b.$': 1}                | {'a.b': 2}    | {_id: 1, a: {b: [1, 2]}}          | {_id: 1, a: {b: [2]}}
          {'a.$': 1}                  | {'a.x': 2}    | {_id: 1, a: [{x: 1}, {x: 2}]}     | {_id: 1, a: [{x: 2}]}
          """)
  void answersTheFieldsThatAreAskedFor(
      String spec, String filter, String document, String expected) {
    assertEquals(BsonDocument.parse(expected).toJson(), project(spec, filter, document));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: 1, b: 0}                       | 31254
          {a: 0, b: 1}                       | 31253
          {a: 0, b: '$x'}                    | 31310
          {a: 1, 'a.b': 1}                   | 31249
          {'a.b': 1, a: 1}                   | 31250
          {a: {}}                            | 51270
          {'': 1}                            | 40352
          {'a.': 1}                          | 40353
          {'a..b': 1}                        | 15998
          {'$a': 1}                          | 16410
          {'a.$.b': 1}                       | 31394
          {'a.$': 1, 'b.$': 1}               | 31276
          {'a.$': {b: 1}}                    | 31271
          {'a.$': 1, b: {$elemMatch: {x: 1}}} | 31255
          {b: {$elemMatch: {x: 1}}, 'a.$': 1} | 31256
          {a: {$elemMatch: 1}}               | 31274
          {'a.b': {$elemMatch: {x: 1}}}      | 31275
          {a: {$slice: [0, -1]}}             | 28724
          {a: {$unheardOf: 1}}               | 31325
          """)
  void refusesWithMongoDbsCode(String spec, int code) {
    ServerException refusal = assertThrows(ServerException.class, () -> project(spec, "{}", "{}"));
    assertEquals(code, refusal.code().number());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: [1, 2]} | {b: 1}        | 51246
          {a: [1]}    | {b: [1, 7]}   | 51246
          """)
  void aPositionThatNoConditionGivesIsAnError(String document, String filter, int code) {
    ServerException refusal =
        assertThrows(ServerException.class, () -> project("{'a.$': 1}", filter, document));
    assertEquals(code, refusal.code().number());
  }
}
