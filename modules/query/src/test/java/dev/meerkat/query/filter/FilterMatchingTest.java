package dev.meerkat.query.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each built-in operator matches, and what it does not. */
final class FilterMatchingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                   | {a: 1}                        | true
          {a: 1}                               | {a: 1.0}                      | true
          {a: 1}                               | {a: [2, 1]}                   | true
          {a: 1}                               | {a: [[1]]}                    | false
          {a: [1]}                             | {a: [[1], 2]}                 | true
          {a: [1]}                             | {a: [1]}                      | true
          {a: null}                            | {}                            | true
          {a: null}                            | {a: null}                     | true
          {a: null}                            | {a: 0}                        | false
          {a: null}                            | {a: [1, null]}                | true
          {a: null}                            | {a: []}                       | false
          {'a.b': null}                        | {a: [{b: 1}, {}]}             | true
          {'a.b': null}                        | {a: [{b: 1}]}                 | false
          {a: {$ne: null}}                     | {}                            | false
          {a: {$ne: 1}}                        | {a: [2, 1]}                   | false
          {a: {$ne: 1}}                        | {}                            | true
          {a: {$gt: 5}}                        | {a: 6}                        | true
          {a: {$gt: 5}}                        | {a: '6'}                      | false
          {a: {$gte: null}}                    | {}                            | true
          {a: {$gt: null}}                     | {}                            | false
          {a: {$gt: 5, $lt: 3}}                | {a: [1, 9]}                   | true
          {a: {$lt: 5}}                        | {a: NaN}                      | false
          {a: {$lte: NaN}}                     | {a: NaN}                      | true
          {a: {$gte: NaN}}                     | {a: 1}                        | false
          {a: {$gt: MinKey()}}                 | {a: 1}                        | true
          {a: {$lt: MinKey()}}                 | {a: 1}                        | false
          {a: {$lt: MaxKey()}}                 | {a: 'x'}                      | true
          {a: {$in: [1, 'x', null]}}           | {a: 'x'}                      | true
          {a: {$in: [1, 'x', null]}}           | {}                            | true
          {a: {$in: [1, 'x']}}                 | {}                            | false
          {a: {$in: []}}                       | {a: 1}                        | false
          {a: {$in: [/^x/, 5]}}                | {a: ['y', 'xy']}              | true
          {a: {$nin: [1, 2]}}                  | {a: [3, 2]}                   | false
          {a: {$nin: [1, 2]}}                  | {}                            | true
          {$and: [{a: 1}, {b: 2}]}             | {a: 1, b: 2}                  | true
          {$or: [{a: 1}, {b: 2}]}              | {a: 2, b: 2}                  | true
          {$nor: [{a: 1}, {b: 2}]}             | {a: 2, b: 2}                  | false
          {a: {$not: {$gt: 5}}}                | {}                            | true
          {a: {$not: {$gt: 5}}}                | {a: [1, 6]}                   | false
          {a: {$not: /x/}}                     | {a: 'y'}                      | true
          {a: {$exists: true}}                 | {a: null}                     | true
          {a: {$exists: 0}}                    | {a: null}                     | false
          {'a.b': {$exists: false}}            | {a: [1]}                      | true
          {a: {$type: 'number'}}               | {a: ['x', 1]}                 | true
          {a: {$type: 'array'}}                | {a: []}                       | true
          {a: {$type: [2, 'bool']}}            | {a: true}                     | true
          {a: {$type: -1}}                     | {a: MinKey()}                 | true
          {a: {$type: 127}}                    | {a: MinKey()}                 | false
          {a: {$all: [1, 2]}}                  | {a: [2, 3, 1]}                | true
          {a: {$all: [1, 2]}}                  | {a: [2]}                      | false
          {a: {$all: []}}                      | {a: []}                       | false
          {a: {$all: [[1, 2]]}}                | {a: [1, 2]}                   | true
          {a: {$all: [{$elemMatch: {x: 1}}, {$elemMatch: {x: 2}}]}} | {a: [{x: 1}, {x: 2}]} | true
          {a: {$elemMatch: {$gt: 1, $lt: 4}}}  | {a: [0, 5]}                   | false
          {a: {$elemMatch: {$gt: 1, $lt: 4}}}  | {a: [0, 3]}                   | true
          {a: {$elemMatch: {$gt: 1}}}          | {a: [[2]]}                    | false
          {a: {$elemMatch: {$gt: 1}}}          | {a: 2}                        | false
          {a: {$elemMatch: {$ne: 5}}}          | {a: [5]}                      | false
          {a: {$elemMatch: {x: 1, y: 2}}}      | {a: [{x: 1}, {y: 2}]}         | false
          {a: {$elemMatch: {x: 1, y: 2}}}      | {a: [{x: 1, y: 2}]}           | true
          {a: {$elemMatch: {$elemMatch: {$eq: 1}}}} | {a: [[1]]}               | true
          {a: {$elemMatch: {$or: [{x: 1}, {y: 1}]}}} | {a: [{y: 1}]}           | true
          {a: {$size: 2}}                      | {a: [1, 2]}                   | true
          {a: {$size: 2.0}}                    | {a: [1, 2, 3]}                | false
          {a: {$size: 1}}                      | {a: 1}                        | false
          {a: {$mod: [4, 1]}}                  | {a: 5.9}                      | true
          {a: {$mod: [4, -1]}}                 | {a: -5}                       | true
          {a: {$mod: [4, 0]}}                  | {a: 'x'}                      | false
          {a: {$regex: '^ab', $options: 'i'}}  | {a: 'ABc'}                    | true
          {a: /b$/}                            | {a: ['ab', 1]}                | true
          {a: {$eq: /b/}}                      | {a: 'b'}                      | false
          {a: {$bitsAllSet: 6}}                | {a: 7}                        | true
          {a: {$bitsAllSet: [1, 70]}}          | {a: -1}                       | true
          {a: {$bitsAllClear: 6}}              | {a: 8}                        | true
          {a: {$bitsAnySet: [0, 1]}}           | {a: 2}                        | true
          {a: {$bitsAnyClear: 3}}              | {a: 3}                        | false
          {a: {$bitsAllSet: 1}}                | {a: 1.5}                      | false
          {'a.0': 1}                           | {a: [1, 2]}                   | true
          {'a.0.b': 1}                         | {a: [{b: 1}, {b: 2}]}         | true
          {'a.1.b': 1}                         | {a: [{b: 1}, {b: 2}]}         | false
          {'a.0': 1}                           | {a: {'0': 1}}                 | true
          {$comment: 'x', a: 1}                | {a: 1}                        | true
          {a: {$ref: 'c', $id: 1}}             | {a: {$ref: 'c', $id: 1}}      | true
          {$expr: {$gt: ['$a', '$b']}}         | {a: 2, b: 1}                  | true
          {$alwaysFalse: 1}                    | {}                            | false
          {$sampleRate: 1}                     | {}                            | true
          {$sampleRate: 0}                     | {}                            | false
          """)
  void matchesAsMongoDbDoes(String filter, String document, boolean expected) {
    assertEquals(expected, FilterTesting.matches(filter, document));
  }
}
