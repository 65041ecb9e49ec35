package dev.meerkat.query.sort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.query.filter.FilterTesting;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How documents compare under a sort pattern. */
final class SortPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: 1}         | {a: 1}         | {a: 2}         | -1
          {a: -1}        | {a: 1}         | {a: 2}         | 1
          {a: 1}         | {}             | {a: null}      | 0
          {a: 1}         | {a: []}        | {a: null}      | -1
          {a: 1}         | {a: [5, 1]}    | {a: 2}         | -1
          {a: -1}        | {a: [5, 1]}    | {a: 2}         | -1
          {a: 1}         | {a: 'x'}       | {a: 2}         | 1
          {a: 1, b: -1}  | {a: 1, b: 1}   | {a: 1.0, b: 2} | 1
          {'a.b': 1}     | {a: [{b: 3}, {b: 1}]} | {a: {b: 2}} | -1
          {'a.b': 1}     | {a: []}        | {a: {b: null}} | 0
          {'a.0': 1}     | {a: [[]]}      | {a: [null]}    | -1
          {'a.0': 1}     | {a: [[9]]}     | {a: ['x']}     | 1
          {'x.y': 1, 'x.z': -1} | {x: [{y: [4, 0, 1], z: 7}, {y: 0, z: 9}]} | {x: {y: 0, z: 9}} | 0
          {'x.y': 1, 'x.z': -1} | {x: [{y: 1, z: 7}, {y: 0, z: [8, 6]}]}    | {x: {y: 0, z: 8}} | 0
          {'x.y': -1, 'x.z': 1} | {x: [{y: [4, 0, 1], z: 7}, {y: 0, z: 9}]} | {x: {y: 4, z: 7}} | 0
          {'a.b': 1, 'a.c': 1}  | {a: [{b: 1, c: 9}, {b: 2, c: 1}]}         | {a: {b: 1, c: 9}} | 0
          """)
  void ordersAsMongoDbDoes(String pattern, String a, String b, int expected) {
    SortPattern sort = SortPattern.parse(BsonDocument.parse(pattern), FilterTesting.scope());
    SortKey keyA = sort.key(DocumentView.of(BsonDocument.parse(a)), FilterTesting.run());
    SortKey keyB = sort.key(DocumentView.of(BsonDocument.parse(b)), FilterTesting.run());
    assertEquals(expected, Integer.signum(sort.keyComparator().compare(keyA, keyB)));
    SortKeyReader reader = sort.reader();
    reader.read(DocumentView.of(BsonDocument.parse(b)), FilterTesting.run());
    reader.read(DocumentView.of(BsonDocument.parse(a)), FilterTesting.run());
    assertEquals(expected < 0, reader.isBefore(keyB));
    assertEquals(keyA.toBson(), reader.key().toBson());
  }

  /** An index of the pattern could not hold such a document either. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: 1, b: 1}         | {a: [1], b: [2]}           | 2
          {'a.b': 1, 'a.c': 1} | {a: [{b: [1], c: [2]}]}    | 2
          {'a.0': 1}           | {a: [{'0': 1}]}            | 16746
          """)
  void someDocumentsCannotBeSorted(String pattern, String document, int code) {
    SortPattern sort = SortPattern.parse(BsonDocument.parse(pattern), FilterTesting.scope());
    ServerException refusal =
        assertThrows(
            ServerException.class,
            () -> sort.key(DocumentView.of(BsonDocument.parse(document)), FilterTesting.run()));
    assertEquals(code, refusal.code().number());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: 'x'}                        | 15974
          {a: 2}                          | 15975
          {a: 0}                          | 15975
          {a: {b: 1}}                     | 17312
          {a: {$meta: 'x'}}               | 31138
          {a: {$meta: 'textScore', b: 1}} | 9
          {a: {$meta: 'textScore'}}       | 40218
          {'': 1}                         | 40352
          {'a.': 1}                       | 40353
          {'$a': 1}                       | 16410
          """)
  void refusesWithMongoDbsCode(String pattern, int code) {
    ServerException refusal =
        assertThrows(
            ServerException.class,
            () -> SortPattern.parse(BsonDocument.parse(pattern), FilterTesting.scope()));
    assertEquals(code, refusal.code().number());
  }
}
