package dev.meerkat.query.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.query.filter.FilterTesting;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code $project}, {@code $addFields} and {@code $unset} make of documents. */
final class AggregateProjectionTest {
  private static AggregateProjection parse(String stage, String spec) {
    BsonValue argument = BsonArray.parse("[" + spec + "]").getFirst();
    return switch (stage) {
      case "$project" -> AggregateProjection.project(argument, FilterTesting.scope());
      case "$unset" -> AggregateProjection.unset(argument, FilterTesting.scope());
      default -> AggregateProjection.addFields(stage, argument, FilterTesting.scope());
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $project   | {a: 1}                  | {_id: 1, a: 2, b: 3}        | {_id: 1, a: 2}
          $project   | {x: {y: '$a'}}          | {_id: 1, a: 2}              | {_id: 1, x: {y: 2}}
          $project   | {x: {y: '$z'}}          | {_id: 1, a: 2}              | {_id: 1, x: {}}
          $addFields | {a: 5}                  | {a: 1, b: 2}                | {a: 5, b: 2}
          $addFields | {c: '$a', a: '$b'}      | {a: 1, b: 2}                | {a: 2, b: 2, c: 1}
          $addFields | {a: '$$REMOVE'}         | {a: 1, b: 2}                | {b: 2}
          $addFields | {'a.b': 1}              | {a: [{c: 1}, 2]}            | {a: [{c: 1, b: 1}, {b: 1}]}
          $addFields | {a: {b: 1}}             | {a: 5}                      | {a: {b: 1}}
          $unset     | "a"                     | {a: 1, b: 2}                | {b: 2}
          $unset     | ['a', 'b.c']            | {a: 1, b: {c: 1, d: 2}}     | {b: {d: 2}}
          """)
  void changesDocumentsAsTheStageDoes(String stage, String spec, String document, String expected) {
    DocumentBuilder out = new DocumentBuilder(64);
    parse(stage, spec)
        .apply(DocumentView.of(BsonDocument.parse(document)), FilterTesting.run(), out);
    assertEquals(BsonDocument.parse(expected).toJson(), out.toView().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $project   | 1                | 15969
          $project   | {}               | 51272
          $project   | {'a.$': 1}       | 31324
          $project   | {a: 1, 'a.b': 1} | 31249
          $addFields | 1                | 40272
          $addFields | {a: 1, 'a.b': 2} | 40176
          $addFields | {a: {'b.c': 1}}  | 40183
          $unset     | 1                | 31002
          $unset     | []               | 31119
          $unset     | [1]              | 31120
          $unset     | ['a', 'a.b']     | 31249
          """)
  void refusesWithMongoDbsCode(String stage, String spec, int code) {
    ServerException refusal = assertThrows(ServerException.class, () -> parse(stage, spec));
    assertEquals(code, refusal.code().number());
  }
}
