package dev.meerkat.query.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each update operator makes of a document, and what it refuses. */
final class UpdateOperatorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {$set: {a: 5}}                        | {_id: 1, a: 1, b: 2}       | {_id: 1, a: 5, b: 2}
          {$set: {c: 5, 'b.x': 1}}              | {_id: 1}                   | {_id: 1, b: {x: 1}, c: 5}
          {$set: {'a.$b': 1}}                   | {_id: 1}                   | {_id: 1, a: {$b: 1}}
          {$set: {'a.1': 9}}                    | {a: [1, 2, 3]}             | {a: [1, 9, 3]}
          {$set: {'a.4': 9}}                    | {a: [1, 2]}                | {a: [1, 2, null, null, 9]}
          {$set: {'a.1.b': 9}}                  | {a: [1]}                   | {a: [1, {b: 9}]}
          {$set: {'a.0': 9}}                    | {}                         | {a: {'0': 9}}
          {$set: {}}                            | {a: 1}                     | {a: 1}
          {$unset: {a: ''}}                     | {a: 1, b: 2}               | {b: 2}
          {$unset: {'a.b': ''}}                 | {a: 1}                     | {a: 1}
          {$unset: {'a.1': ''}}                 | {a: [1, 2, 3]}             | {a: [1, null, 3]}
          {$unset: {'a.b': ''}}                 | {a: [{b: 1}]}              | {a: [{b: 1}]}
          {$inc: {a: 2}}                        | {a: 1}                     | {a: 3}
          {$inc: {'b.c': 2}}                    | {a: 1}                     | {a: 1, b: {c: 2}}
          {$inc: {a: 1}}                        | {a: 2147483647}            | {a: {$numberLong: '2147483648'}}
          {$mul: {a: 2}}                        | {a: 3}                     | {a: 6}
          {$mul: {a: 2.5}}                      | {}                         | {a: 0.0}
          {$min: {a: 2}}                        | {a: 3}                     | {a: 2}
          {$min: {a: 3.0}}                      | {a: 3}                     | {a: 3}
          {$max: {a: 'x'}}                      | {a: 3}                     | {a: 'x'}
          {$max: {a: 1}}                        | {}                         | {a: 1}
          {$setOnInsert: {a: 1}}                | {b: 1}                     | {b: 1}
          {$setOnInsert: {'b.c': 1}}            | {b: 1}                     | {b: 1}
          {$rename: {a: 'b'}}                   | {a: 1, c: 2}               | {c: 2, b: 1}
          {$rename: {a: 'b.c'}}                 | {a: 1, b: {d: 2}}          | {b: {d: 2, c: 1}}
          {$rename: {x: 'b'}}                   | {b: 1}                     | {b: 1}
          {$rename: {a: 'b'}}                   | {a: 1, b: 2}               | {b: 1}
          {$push: {a: 3}}                       | {a: [1]}                   | {a: [1, 3]}
          {$push: {a: 3}}                       | {}                         | {a: [3]}
          {$push: {a: {$each: [2, 3]}}}         | {a: [1]}                   | {a: [1, 2, 3]}
          {$push: {a: {$each: [2], $position: 0}}}  | {a: [1, 3]}            | {a: [2, 1, 3]}
          {$push: {a: {$each: [2], $position: -1}}} | {a: [1, 3]}            | {a: [1, 2, 3]}
          {$push: {a: {$each: [2], $slice: -2}}}    | {a: [1, 3]}            | {a: [3, 2]}
          {$push: {a: {$each: [2], $sort: 1, $slice: 2}}} | {a: [3, 1]}      | {a: [1, 2]}
          {$push: {a: {$each: [], $sort: {x: -1}}}} | {a: [{x: 1}, {x: 2}]}  | {a: [{x: 2}, {x: 1}]}
          {$push: {a: [2]}}                     | {a: [1]}                   | {a: [1, [2]]}
          {$addToSet: {a: 1.0}}                 | {a: [1]}                   | {a: [1]}
          {$addToSet: {a: {$each: [2, 2, 1]}}}  | {a: [1]}                   | {a: [1, 2]}
          {$addToSet: {a: 1}}                   | {}                         | {a: [1]}
          {$pop: {a: 1}}                        | {a: [1, 2]}                | {a: [1]}
          {$pop: {a: -1}}                       | {a: [1, 2]}                | {a: [2]}
          {$pop: {x: 1}}                        | {a: [1]}                   | {a: [1]}
          {$pull: {a: 1}}                       | {a: [1, 2, 1.0]}           | {a: [2]}
          {$pull: {a: {$gte: 2}}}               | {a: [1, 2, 3]}             | {a: [1]}
          {$pull: {a: {x: 1}}}                  | {a: [{x: 1, y: 2}, {x: 2}, 1]} | {a: [{x: 2}, 1]}
          {$pull: {a: /^x/}}                    | {a: ['xy', 'y']}           | {a: ['y']}
          {$pullAll: {a: [1, 3]}}               | {a: [1, 2, 3]}             | {a: [2]}
          {$bit: {a: {and: 6}}}                 | {a: 5}                     | {a: 4}
          {$bit: {a: {or: 2, xor: 1}}}          | {a: 1}                     | {a: 2}
          {$bit: {a: {or: 2}}}                  | {}                         | {a: 2}
          {$currentDate: {a: true}}             | {}                         | {a: {$date: 1700000000000}}
          {$set: {'a.$[]': 0}}                  | {a: [1, 2]}                | {a: [0, 0]}
          {$inc: {'a.$[].b': 1}}                | {a: [{b: 1}, {}]}          | {a: [{b: 2}, {b: 1}]}
          """)
  void changesTheDocumentAsMongoDbDoes(String spec, String document, String expected) {
    assertEquals(BsonDocument.parse(expected).toJson(), UpdateTesting.apply(spec, "{}", document));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {$foo: {a: 1}}                           | {}                | 9
          {$set: {a: 1}, b: 2}                     | {}                | 9
          {a: 1, $set: {b: 1}}                     | {}                | 52
          {$set: 1}                                | {}                | 9
          {$set: {a: 1}, $inc: {a: 1}}             | {}                | 40
          {$set: {a: 1, 'a.b': 2}}                 | {}                | 40
          {$set: {'': 1}}                          | {}                | 56
          {$set: {'a..b': 1}}                      | {}                | 56
          {$set: {'a.': 1}}                        | {}                | 56
          {$set: {$a: 1}}                          | {}                | 52
          {$inc: {$a: 1}}                          | {$a: 1}           | 52
          {$set: {$: 1}}                           | {}                | 2
          {$set: {'a.b': 1}}                       | {a: 1}            | 28
          {$set: {'a.b': 1}}                       | {a: null}         | 28
          {$set: {'a.b': 1}}                       | {a: [{b: 1}]}     | 28
          {$set: {_id: 2}}                         | {_id: 1}          | 66
          {$unset: {_id: 1}}                       | {_id: 1}          | 66
          {$set: {'a.$': 1}}                       | {a: [1]}          | 2
          {$set: {'a.$[]': 1}}                     | {a: 1}            | 2
          {$set: {'a.$[]': 1}}                     | {}                | 2
          {$set: {'a.$[x]': 1}}                    | {a: [1]}          | 2
          {$inc: {a: 'x'}}                         | {}                | 14
          {$inc: {a: 1}}                           | {a: 'x'}          | 14
          {$inc: {a: 1}}                           | {a: {$numberLong: '9223372036854775807'}} | 2
          {$mul: {a: 1}}                           | {a: [1]}          | 14
          {$rename: {a: 'a'}}                      | {a: 1}            | 2
          {$rename: {a: 1}}                        | {a: 1}            | 2
          {$rename: {a: ''}}                       | {a: 1}            | 56
          {$rename: {_id: 'b'}}                    | {_id: 1}          | 66
          {$rename: {'a.0': 'b'}}                  | {a: [1]}          | 2
          {$rename: {b: 'a.0'}}                    | {a: [1], b: 1}    | 2
          {$rename: {'a.b': 'c'}}                  | {a: 1}            | 28
          {$rename: {a: 'b', b: 'c'}}              | {a: 1, b: 1}      | 40
          {$push: {a: 1}}                          | {a: 1}            | 2
          {$push: {a: {$each: 1}}}                 | {}                | 2
          {$push: {a: {$each: [], $foo: 1}}}       | {}                | 2
          {$push: {a: {$each: [], $sort: 2}}}      | {}                | 2
          {$push: {a: {$each: [], $sort: {}}}}     | {}                | 2
          {$push: {a: {$each: [], $sort: {'a.': 1}}}} | {}             | 2
          {$push: {a: {$each: [], $slice: 1.5}}}   | {}                | 2
          {$addToSet: {a: {$each: 1}}}             | {}                | 14
          {$addToSet: {a: {$each: [1], $sort: 1}}} | {}                | 2
          {$addToSet: {a: 1}}                      | {a: 1}            | 2
          {$pop: {a: 2}}                           | {}                | 9
          {$pop: {a: 1}}                           | {a: 1}            | 14
          {$pop: {'a.b': 1}}                       | {a: 1}            | 28
          {$pop: {'a.b': 1}}                       | {a: [{b: [1]}]}   | 28
          {$pull: {a: 1}}                          | {a: 1}            | 2
          {$pull: {a: {$each: [1]}}}               | {a: [1]}          | 2
          {$pullAll: {a: 1}}                       | {}                | 2
          {$bit: {a: {and: 1.5}}}                  | {}                | 2
          {$bit: {a: {}}}                          | {}                | 2
          {$bit: {a: {not: 1}}}                    | {}                | 2
          {$bit: {a: {and: 1}}}                    | {a: 1.5}          | 2
          {$currentDate: {a: 1}}                   | {}                | 2
          {$currentDate: {a: {$type: 'x'}}}        | {}                | 2
          """)
  void refusesWithMongoDbsCode(String spec, String document, int code) {
    ServerException refusal =
        assertThrows(ServerException.class, () -> UpdateTesting.apply(spec, "{}", document));
    assertEquals(code, refusal.code().number());
  }

  @Test
  void thePositionalOperatorMeansTheElementThatMatched() {
    assertEquals(
        "{\"a\": [1, 9, 3]}",
        UpdateTesting.apply("{$set: {'a.$': 9}}", "{a: 2}", "{a: [1, 2, 3]}"));
    assertEquals(
        "{\"a\": [{\"x\": 1}, {\"x\": 2, \"y\": 5}]}",
        UpdateTesting.apply(
            "{$set: {'a.$.y': 5}}", "{a: {$elemMatch: {x: 2}}}", "{a: [{x: 1}, {x: 2}]}"));
  }

  @Test
  void anArrayFilterChoosesElements() {
    assertEquals(
        "{\"a\": [1, 0, 0]}",
        UpdateTesting.apply("{$set: {'a.$[e]': 0}}", "{}", "{a: [1, 2, 3]}", "{e: {$gte: 2}}"));
    assertEquals(
        "{\"a\": [{\"x\": 1}, {\"x\": 3}]}",
        UpdateTesting.apply(
            "{$inc: {'a.$[e].x': 1}}", "{}", "{a: [{x: 1}, {x: 2}]}", "{'e.x': 2}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {$set: {a: 1}}       | {x: 1}             | 9
          {$set: {'a.$[X]': 1}} | {X: 1}            | 2
          {$set: {'a.$[x]': 1}} | {}                | 9
          {$set: {'a.$[x]': 1}} | {x: 1, y: 1}      | 9
          {$set: {'a.$[x]': 1}} | {$expr: true}     | 224
          {a: 1}                | {x: 1}            | 9
          """)
  void refusesArrayFilters(String spec, String arrayFilter, int code) {
    ServerException refusal =
        assertThrows(ServerException.class, () -> UpdateTesting.update(spec, "{}", arrayFilter));
    assertEquals(code, refusal.code().number());
  }

  @Test
  void twoPathsThatMeanTheSameElementAreAConflict() {
    ServerException refusal =
        assertThrows(
            ServerException.class,
            () -> UpdateTesting.apply("{$set: {'a.$[]': 1, 'a.0': 2}}", "{}", "{a: [1]}"));
    assertEquals(40, refusal.code().number());
  }

  @Test
  void anUpdateThatChangesNothingAnswersTheSameDocument() {
    DocumentView document = DocumentView.of(BsonDocument.parse("{_id: 1, a: 1, b: [1, 2]}"));
    for (String spec :
        new String[] {
          "{$set: {a: 1}}",
          "{$unset: {x: 1}}",
          "{$max: {a: 0}}",
          "{$pull: {b: 7}}",
          "{$inc: {a: 0}}"
        }) {
      Update update = UpdateTesting.update(spec, "{}");
      assertSame(document, UpdateTesting.apply(update, document), spec);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {$set: {c: 1}}         | {a: 1, b: 2}                     | {a: 1, b: 2, c: 1}
          {$set: {c: 1}}         | {a: 1, _id: 7}                   | {_id: 7, a: 1, c: 1}
          {$set: {c: 1}}         | {a: {$gt: 5}, b: {$eq: 2}}       | {b: 2, c: 1}
          {$set: {c: 1}}         | {$and: [{a: 1}, {b: {$all: [2]}}]} | {a: 1, b: 2, c: 1}
          {$set: {c: 1}}         | {$or: [{a: 1}, {b: 2}]}          | {c: 1}
          {$set: {c: 1}}         | {'a.b': 1, 'a.c': 2}             | {a: {b: 1, c: 2}, c: 1}
          {$set: {a: 3}}         | {a: 1}                           | {a: 3}
          {$setOnInsert: {a: 3}} | {b: 1}                           | {b: 1, a: 3}
          {$push: {a: 3}}        | {a: [1]}                         | {a: [1, 3]}
          {x: 1}                 | {_id: 5, a: 1}                   | {_id: 5, x: 1}
          {x: 1}                 | {a: 1}                           | {x: 1}
          """)
  void anUpsertBeginsWithWhatTheFilterSays(String spec, String filter, String expected) {
    assertEquals(BsonDocument.parse(expected).toJson(), UpdateTesting.upsert(spec, filter));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {$set: {c: 1}}   | {$and: [{a: 1}, {a: 2}]} | 54
          {$set: {c: 1}}   | {a: 1, 'a.b': 2}         | 54
          {$set: {_id: 2}} | {_id: 1}                 | 66
          {_id: 2}         | {_id: 1}                 | 66
          """)
  void refusesUpserts(String spec, String filter, int code) {
    ServerException refusal =
        assertThrows(ServerException.class, () -> UpdateTesting.upsert(spec, filter));
    assertEquals(code, refusal.code().number());
  }

  @Test
  void aReplacementKeepsTheIdentity() {
    assertEquals("{\"_id\": 1, \"b\": 2}", UpdateTesting.apply("{b: 2}", "{}", "{_id: 1, a: 1}"));
    assertEquals(
        "{\"_id\": 1, \"b\": 2}", UpdateTesting.apply("{b: 2, _id: 1}", "{}", "{_id: 1, a: 1}"));
  }

  @Test
  void saysWhichFieldsItMayTouch() {
    Update update = UpdateTesting.update("{$set: {'a.b': 1}, $rename: {c: 'd'}}", "{}");
    assertTrue(update.mayTouch("a"));
    assertTrue(update.mayTouch("c"));
    assertTrue(update.mayTouch("d"));
    assertFalse(update.mayTouch("b"));
  }

  @Test
  void theRegistryKnowsEveryNameThatItLists() {
    for (String name : CoreUpdates.names()) {
      if (!name.equals("$rename")) {
        assertThrows(
            ServerException.class,
            () -> UpdateTesting.apply("{" + name + ": 1}", "{}", "{}"),
            name);
      }
    }
  }
}
