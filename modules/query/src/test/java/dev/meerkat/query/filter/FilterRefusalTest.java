package dev.meerkat.query.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ServerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters that MongoDB does not take, and the codes with which it says so. */
final class FilterRefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {$foo: 1}                                   | 2
          {a: {$foo: 1}}                              | 2
          {a: {$gt: 1, b: 2}}                         | 2
          {a: {$nor: [{b: 1}]}}                       | 2
          {$and: []}                                  | 2
          {$or: {a: 1}}                               | 2
          {$nor: [1]}                                 | 2
          {a: {$ne: /x/}}                             | 2
          {a: {$gt: /x/}}                             | 2
          {a: {$in: 1}}                               | 2
          {a: {$in: [{$regex: 'x'}]}}                 | 2
          {a: {$not: 1}}                              | 2
          {a: {$not: {}}}                             | 2
          {a: {$not: {b: 1}}}                         | 2
          {a: {$all: 1}}                              | 2
          {a: {$all: [{$gt: 1}]}}                     | 2
          {a: {$elemMatch: 1}}                        | 2
          {a: {$elemMatch: {$expr: true}}}            | 2
          {a: {$size: -1}}                            | 2
          {a: {$size: 1.5}}                           | 2
          {a: {$size: '1'}}                           | 2
          {a: {$mod: [0, 1]}}                         | 2
          {a: {$mod: [1]}}                            | 2
          {a: {$mod: [1, 2, 3]}}                      | 2
          {a: {$mod: ['x', 1]}}                       | 2
          {a: {$type: 0}}                             | 2
          {a: {$type: 'nothing'}}                     | 2
          {a: {$type: {}}}                            | 14
          {a: {$type: []}}                            | 9
          {a: {$bitsAllSet: -1}}                      | 9
          {a: {$bitsAllSet: 1.5}}                     | 9
          {a: {$bitsAllSet: 'x'}}                     | 2
          {a: {$bitsAllSet: [-1]}}                    | 2
          {a: {$regex: 1}}                            | 2
          {a: {$regex: '['}}                          | 51091
          {a: {$regex: 'a', $options: 'g'}}           | 51108
          {a: {$regex: 'a', $options: 1}}             | 2
          {a: {$options: 'i'}}                        | 2
          {a: {$regex: /a/i, $options: 'm'}}          | 51075
          {a: {$options: 'm', $regex: /a/i}}          | 51074
          {$where: 'true'}                            | 2
          {$expr: '$$nobody'}                         | 17276
          {$sampleRate: 2}                            | 2
          """)
  void refusesWithMongoDbsCode(String filter, int code) {
    ServerException refusal =
        assertThrows(ServerException.class, () -> FilterTesting.filter(filter));
    assertEquals(code, refusal.code().number());
  }

  @Test
  void aPathIsNoDeeperThanAStoredDocument() {
    String deepest = "a" + ".a".repeat(179);
    assertNotNull(FilterTesting.filter("{'" + deepest + "': 1}"));
    for (String filter : new String[] {"{'%s.a': 1}", "{b: {$elemMatch: {'%s.a': {$gt: 1}}}}"}) {
      ServerException refusal =
          assertThrows(
              ServerException.class, () -> FilterTesting.filter(filter.formatted(deepest)));
      assertEquals(5729100, refusal.code().number());
    }
  }
}
