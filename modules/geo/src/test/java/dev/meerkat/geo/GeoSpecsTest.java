package dev.meerkat.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What specs and documents geospatial indexes take, and MongoDB's codes for the others. */
final class GeoSpecsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {key: {a: '2dsphere'}}                                | {key: {a: '2dsphere'}, '2dsphereIndexVersion': 3}
          {key: {a: '2dsphere', b: -1}, '2dsphereIndexVersion': 2.0} | {key: {a: '2dsphere', b: -1}, '2dsphereIndexVersion': 2}
          {key: {a: '2d'}}                                      | {key: {a: '2d'}}
          {key: {a: '2d'}, min: -5, max: NumberDecimal('5'), bits: 20.0} | {key: {a: '2d'}, min: -5, max: NumberDecimal('5'), bits: 20.0}
          """)
  void specIsCompleted(String given, String kept) {
    BsonDocument spec = BsonDocument.parse(given);
    assertEquals(BsonDocument.parse(kept), Indexes.type(spec).validate(spec));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {key: {a: '2dsphere'}, '2dsphereIndexVersion': 4}   | 67
          {key: {a: '2dsphere'}, '2dsphereIndexVersion': 0}   | 67
          {key: {a: '2dsphere'}, '2dsphereIndexVersion': '3'} | 14
          {key: {a: '2dsphere'}, '2dsphereIndexVersion': NumberDecimal('3')} | 67
          {key: {a: '2dsphere', b: '2d'}}                   | 67
          {key: {a: '2dsphere', b: 0}}                      | 67
          {key: {a: '2dsphere', '': 1}}                     | 67
          {key: {a: '2d', b: '2d'}}                         | 16800
          {key: {b: 1, a: '2d'}}                            | 16801
          {key: {a: '2d'}, bits: 0}                         | 72
          {key: {a: '2d'}, bits: 33}                        | 72
          {key: {a: '2d'}, bits: true}                      | 14
          {key: {a: '2d'}, min: 5, max: 5}                  | 72
          {key: {a: '2d'}, min: 'x'}                        | 14
          {key: {a: '2d'}, collation: {locale: 'de'}}       | 67
          """)
  void specIsRefused(String given, int code) {
    BsonDocument spec = BsonDocument.parse(given);
    ServerException refusal =
        assertThrows(ServerException.class, () -> Indexes.type(spec).validate(spec));
    assertEquals(code, refusal.code().number());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2dsphere | {}                                           | 0
          2dsphere | {a: null}                                    | 0
          2dsphere | {a: []}                                      | 0
          2dsphere | {a: {}}                                      | 0
          2dsphere | {a: [10, 20]}                                | 1
          2dsphere | {a: {x: 10, y: 20}}                          | 1
          2dsphere | {a: [10, 20], b: [1, 2, 3]}                  | 3
          2dsphere | {a: {type: 'MultiPoint', coordinates: [[1, 1], [50, 50]]}} | 2
          2d       | {}                                           | 0
          2d       | {a: 'x'}                                     | 0
          2d       | {a: []}                                      | 0
          2d       | {a: [1, 2]}                                  | 1
          2d       | {a: [[1, 2], {x: 3, y: 4}]}                  | 2
          2d       | {a: [1, 2], b: [1, 2]}                       | 2
          """)
  void documentHasKeys(String type, String document, int keys) {
    assertEquals(
        keys,
        Indexes.keys(
                Indexes.of("{key: {a: '" + type + "', b: 1}, name: 'i'}"),
                DocumentView.of(BsonDocument.parse(document)))
            .size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2dsphere | {a: 1}                                     | 16755
          2dsphere | {a: [181, 0]}                              | 16755
          2dsphere | {a: [[1, 2], [3, 4]]}                      | 16755
          2dsphere | {a: {type: 'Point', coordinates: [0, 91]}} | 16755
          2dsphere | {a: {type: 'point', coordinates: [0, 0]}}  | 16755
          2dsphere | {a: {type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1]]]}} | 16755
          2dsphere | {a: {type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]], crs: {type: 'name', properties: {name: 'urn:x-mongodb:crs:strictwinding:EPSG:4326'}}}} | 16755
          2d       | {a: [181, 0]}                              | 13027
          2d       | {a: [1]}                                   | 13068
          2d       | {a: [1, 'x']}                              | 13026
          2d       | {a: ['x', 1]}                              | 16804
          """)
  void documentIsRefused(String type, String document, int code) {
    ServerException refusal =
        assertThrows(ServerException.class, () -> documentHasKeys(type, document, 0));
    assertEquals(code, refusal.code().number());
  }
}
