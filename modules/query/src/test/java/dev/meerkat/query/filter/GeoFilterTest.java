package dev.meerkat.query.filter;

import static dev.meerkat.query.filter.FilterTesting.filter;
import static dev.meerkat.query.filter.FilterTesting.matches;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ServerException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes on the plane and geometries on the sphere. */
final class GeoFilterTest {
  private static final String SQUARE = "[[-10, -10], [10, -10], [10, 10], [-10, 10], [-10, -10]]";
  private static final String STRICT =
      "crs: {type: 'name', properties: {name: 'urn:x-mongodb:crs:strictwinding:EPSG:4326'}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $box: [[0, 0], [10, 10]]               | [5, 5]              | true
          $box: [[10, 10], [0, 0]]               | [10, 0]             | true
          $box: [[0, 0], [10, 10]]               | {x: 5, y: 11}       | false
          $box: [[0, 0], [10, 10]]               | [[50, 50], [1, 1]]  | true
          $box: [[0, 0], [10, 10]]               | {type: 'Point', coordinates: [1, 1]} | true
          $box: [[0, 0], [10, 10]]               | {type: 'LineString', coordinates: [[1, 1], [2, 2]]} | false
          $center: [[0, 0], 5]                   | [3, 4, 99]          | true
          $center: [[0, 0], 5]                   | [3, 4.1]            | false
          $center: [[0, 0], 5]                   | {b: 'x'}            | false
          $polygon: [[0, 0], [10, 0], [5, 10]]   | [5, 5]              | true
          $polygon: [[0, 0], [10, 0], [5, 10]]   | [5, 0]              | true
          $polygon: [[0, 0], [10, 0], [5, 10]]   | [1, 5]              | false
          $centerSphere: [[0, 0], 0.1]           | [5, 0]              | true
          $centerSphere: [[0, 0], 0.1]           | [6, 0]              | false
          $centerSphere: [[180, 0], 0.1]         | [-179, 0]           | true
          $centerSphere: [[0, 0], 0.1]           | [200, 0]            | false
          """)
  void shapeHoldsValue(String shape, String value, boolean expected) {
    assertEquals(expected, matches("{a: {$geoWithin: {" + shape + "}}}", "{a: " + value + "}"));
    assertEquals(expected, matches("{a: {$within: {" + shape + "}}}", "{a: " + value + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [5, 5]                                                            | true  | true
          [10, 0]                                                           | true  | true
          [11, 0]                                                           | false | false
          {type: 'Point', coordinates: [0, 0]}                              | true  | true
          {type: 'MultiPoint', coordinates: [[0, 0], [50, 50]]}             | false | true
          {type: 'LineString', coordinates: [[0, 0], [5, 5]]}               | true  | true
          {type: 'LineString', coordinates: [[0, 0], [50, 0]]}              | false | true
          {type: 'LineString', coordinates: [[-50, 0], [50, 0]]}            | false | true
          {type: 'LineString', coordinates: [[20, 0], [50, 0]]}             | false | false
          {type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]]}       | true  | true
          {type: 'Polygon', coordinates: [[[0, 0], [50, 0], [50, 50], [0, 0]]]}    | false | true
          {type: 'Polygon', coordinates: [[[-50, -50], [50, -50], [50, 50], [-50, 50], [-50, -50]]]} | false | true
          {type: 'Polygon', coordinates: [[[20, 0], [50, 0], [50, 50], [20, 0]]]}  | false | false
          {type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1]]]}               | false | false
          {type: 'GeometryCollection', geometries: [{type: 'Point', coordinates: [0, 0]}]} | true | true
          """)
  void squareHoldsOrMeetsValue(String value, boolean within, boolean meets) {
    String geometry = "{$geometry: {type: 'Polygon', coordinates: [" + SQUARE + "]}}";
    assertEquals(within, matches("{a: {$geoWithin: " + geometry + "}}", "{a: " + value + "}"));
    assertEquals(meets, matches("{a: {$geoIntersects: " + geometry + "}}", "{a: " + value + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          type: 'Point', coordinates: [5, 5]                    | [5, 5]      | true
          type: 'Point', coordinates: [180, 0]                  | [-180, 0]   | true
          type: 'Point', coordinates: {x: 1, y: 2}              | [1, 2]      | true
          x: 1, y: 2                                            | [1, 2]      | true
          type: 'Polygon', coordinates: [[[0, 0], [1, 0], [2, 0], [0, 0]]] | [1, 0] | true
          type: 'LineString', coordinates: [[-1, 0], [1, 0]]    | [0, 0]      | true
          type: 'LineString', coordinates: [[-1, 1], [1, -1]]   | {type: 'LineString', coordinates: [[-1, -1], [1, 1]]} | true
          type: 'LineString', coordinates: [[0, 2], [1, 2]]     | {type: 'LineString', coordinates: [[0, 0], [1, 0]]}   | false
          type: 'LineString', coordinates: [[1, 0], [2, 1]]     | {type: 'LineString', coordinates: [[0, 0], [1, 0]]}   | true
          type: 'Polygon', coordinates: [[[179, -1], [-179, -1], [-179, 1], [179, 1], [179, -1]]] | [-179.5, 0] | true
          type: 'Polygon', coordinates: [[[179, -1], [-179, -1], [-179, 1], [179, 1], [179, -1]]] | [0, 0]      | false
          type: 'Polygon', coordinates: [[[-10, 89], [10, 89], [10, 90], [-10, 90], [-10, 89]]]   | [0, 89.5]   | true
          type: 'Polygon', coordinates: [[[-10, 89], [10, 89], [10, 90], [-10, 90], [-10, 89]]]   | [180, 89.5] | false
          type: 'Polygon', coordinates: [[[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]], [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5], [-0.5, -0.5]]] | [0, 0] | false
          type: 'MultiPolygon', coordinates: [[[[0, 0], [1, 0], [1, 1], [0, 0]]], [[[5, 5], [6, 5], [6, 6], [5, 5]]]] | [5.8, 5.5] | true
          """)
  void geometryMeetsValue(String geometry, String value, boolean expected) {
    assertEquals(
        expected,
        matches("{a: {$geoIntersects: {$geometry: {" + geometry + "}}}}", "{a: " + value + "}"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = "[0, 0]|false\n[50, 50]|true\n[180, 0]|true")
  void insideOfStrictPolygonIsToTheLeft(String value, boolean expected) {
    String clockwise = "[[-10, -10], [-10, 10], [10, 10], [10, -10], [-10, -10]]";
    String geometry =
        "{$geometry: {type: 'Polygon', coordinates: [" + clockwise + "], " + STRICT + "}}";
    assertEquals(expected, matches("{a: {$geoWithin: " + geometry + "}}", "{a: " + value + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {$near: {$geometry: {type: 'LineString', coordinates: [[0, 0], [1, 1]]}}}
          {$near: {$geometry: {type: 'Point', coordinates: [0, 0]}, $maxDistance: -1}}
          {$near: {}}
          {$near: {$geometry: {type: 'Point', coordinates: [0, 0]}}, $minDistance: 1}
          {$geoIntersects: {$geometry: [0, 0]}, $gt: 1}
          {$geoIntersects: {$geometry: {x: 0, y: 0, z: 0}}}
          {$geoIntersects: {$geometry: {type: 'Polygon', coordinates: [[[0, 0], [5, 0], [5, 5], [0, 0]], [[0, 0], [2, 0], [1, 0.5], [0, 0]]]}}}
          {$maxDistance: 1}
          {$geoWithin: 1}
          {$geoWithin: {}}
          {$geoWithin: {$nothing: [[0, 0], 1]}}
          {$geoWithin: {$box: [[0, 0]]}}
          {$geoWithin: {$box: [[0, 'x'], [1, 1]]}}
          {$geoWithin: {$center: [[0, 0], -1]}}
          {$geoWithin: {$center: [[0, 0], 1, 2]}}
          {$geoWithin: {$centerSphere: [[181, 0], 1]}}
          {$geoWithin: {$polygon: [[0, 0], [1, 1]]}}
          {$geoWithin: {$geometry: {type: 'Point', coordinates: [0, 0]}}}
          {$geoIntersects: {$box: [[0, 0], [1, 1]]}}
          {$geoIntersects: {$geometry: null}}
          {$geoIntersects: {$geometry: {type: 'Nothing', coordinates: [0, 0]}}}
          {$geoIntersects: {$geometry: {type: 'Point', coordinates: [0, 91]}}}
          {$geoIntersects: {$geometry: {type: 'LineString', coordinates: [[0, 0], [0, 0]]}}}
          {$geoIntersects: {$geometry: {type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1]]]}}}
          {$geoIntersects: {$geometry: {type: 'Polygon', coordinates: [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}}}
          {$geoIntersects: {$geometry: {type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]], [[5, 5], [6, 5], [6, 6], [5, 5]]]}}}
          {$geoIntersects: {$geometry: {type: 'Point', coordinates: [0, 0], crs: {type: 'name', properties: {name: 'x'}}}}}
          {$geoIntersects: {$geometry: {type: 'GeometryCollection', geometries: []}}}
          """)
  void argumentIsRefused(String operator) {
    ServerException refusal =
        assertThrows(ServerException.class, () -> filter("{a: " + operator + "}"));
    assertEquals(2, refusal.code().number());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {$near: [0, 0], $minDistance: 'x'} | 16893
          {$near: [0, 0], $minDistance: -1}  | 16894
          {$near: [0, 0], $maxDistance: 'x'} | 16895
          {$near: [0, 0], $gt: 1}            | 34413
          {$near: [0, 0, -1]}                | 18522
          {$nearSphere: [0, 91]}             | 2
          """)
  void nearIsRefused(String operator, int code) {
    ServerException refusal =
        assertThrows(ServerException.class, () -> filter("{a: " + operator + "}"));
    assertEquals(code, refusal.code().number());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {$near: [0, 0], $maxDistance: 5}                        | [3, 4]             | true
          {$near: [0, 0, 4]}                                      | [3, 4]             | false
          {$near: [0, 0], $minDistance: 6}                        | [3, 4]             | false
          {$near: [0, 0], $minDistance: 6}                        | [[3, 4], [0, 7]]   | false
          {$near: [0, 0], $maxDistance: 6}                        | [[30, 4], [0, 5]]  | true
          {$near: [0, 0]}                                         | true               | false
          {$nearSphere: [0, 0], $maxDistance: 0.1}                | [5, 0]             | true
          {$nearSphere: [0, 0], $maxDistance: 0.1}                | [6, 0]             | false
          {$near: {$geometry: {type: 'Point', coordinates: [0, 0]}, $maxDistance: 111319}} | [1, 0] | true
          {$near: {$geometry: {type: 'Point', coordinates: [0, 0]}, $maxDistance: 111318}} | [1, 0] | false
          {$near: {type: 'Point', coordinates: [0, 0]}, $maxDistance: 10} | {type: 'Polygon', coordinates: [[[-1, -1], [1, -1], [1, 1], [-1, -1]]]} | true
          """)
  void nearMatchesWithinDistances(String operators, String value, boolean expected) {
    assertEquals(expected, matches("{a: " + operators + "}", "{a: " + value + "}"));
  }

  /** A metre across, whose edges are hardly longer than what coordinates are rounded to. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [170, 80]                 | true
          [170, 80.00001]           | false
          [180, 89.999997]          | false
          [0, 0]                    | false
          """)
  void tinyPolygonHoldsOnlyWhatIsInIt(String value, boolean expected) {
    String polygon =
        "{type: 'Polygon', coordinates: [[[170.0000094980936, 80.00000442421027],"
            + " [170.00000422850925, 80.00000696483866], [169.99999821564862, 80.00000537144565],"
            + " [169.99999649345034, 79.99999789811062], [170.0000025367492, 79.99999502534324],"
            + " [170.0000107385153, 79.99999756283526], [170.0000094980936, 80.00000442421027]]]}";
    assertEquals(
        expected,
        matches("{a: {$geoIntersects: {$geometry: " + polygon + "}}}", "{a: " + value + "}"));
  }
}
