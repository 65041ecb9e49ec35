package dev.meerkat.query.schema;

import static dev.meerkat.query.filter.FilterTesting.filter;
import static dev.meerkat.query.filter.FilterTesting.matches;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.query.filter.CoreFilters;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ServerException;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonMinKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every keyword of {@code $jsonSchema}: what it accepts, what it refuses, how it may be written.
 */
final class SchemaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                 | {a: 1}
          {title: 't', description: 'd'}                     | {a: 1}
          {bsonType: 'object'}                               | {a: 1}
          {type: 'object', minimum: 7, pattern: '['}         | {a: 1}
          {properties: {a: {bsonType: 'int'}}}               | {b: 'x'}
          {properties: {a: {bsonType: ['int', 'string']}}}   | {a: 'x'}
          {properties: {a: {type: 'number'}}}                | {a: 1.5}
          {properties: {a: {type: 'boolean'}}}               | {a: true}
          {properties: {a: {enum: [1, {x: 1, y: 2}]}}}       | {a: {y: 2, x: 1.0}}
          {enum: [{_id: 1, a: 2}]}                           | {a: 2, _id: 1}
          {properties: {a: {minimum: 1, maximum: 2}}}        | {a: 2}
          {properties: {a: {minimum: 1}}}                    | {a: [0]}
          {properties: {a: {multipleOf: 0.1}}}               | {a: 0.3}
          {properties: {a: {multipleOf: 3}}}                 | {a: -9}
          {properties: {a: {maxLength: 2}}}                  | {a: '\u00e4\ud83d\ude00'}
          {properties: {a: {pattern: 'b+'}}}                 | {a: 'abba'}
          {properties: {a: {pattern: 'b+'}}}                 | {a: 7}
          {properties: {a: {minItems: 1, maxItems: 2}}}      | {a: [1, 2]}
          {properties: {a: {uniqueItems: true}}}             | {a: [0, false, '0', {x: 1}]}
          {properties: {a: {uniqueItems: false}}}            | {a: [0, 0]}
          {properties: {a: {items: {type: 'number'}}}}       | {a: [1, 2.5]}
          {properties: {a: {items: [{type: 'number'}]}}}     | {a: [1, 'x']}
          {properties: {a: {items: [{}], additionalItems: false}}}          | {a: [1]}
          {properties: {a: {items: {}, additionalItems: false}}}            | {a: [1, 2]}
          {properties: {a: {items: [{}], additionalItems: {minimum: 5}}}}   | {a: [1, 5]}
          {properties: {a: {properties: {b: {type: 'string'}}}}}            | {a: {b: 'x'}}
          {properties: {'a.b': {type: 'string'}}}            | {a: {b: 'x'}}
          {patternProperties: {'^n': {type: 'number'}}}      | {n1: 1, m: 'x'}
          {properties: {_id: {}, a: {}}, additionalProperties: false}       | {a: 1}
          {additionalProperties: {type: 'number'}}           | {a: 1, b: 2}
          {patternProperties: {a: {}}, additionalProperties: false}         | {xay: 1}
          {required: ['a', 'b.c']}                           | {a: null, b: [{c: 1}]}
          {minProperties: 1, maxProperties: 2}               | {a: 1}
          {dependencies: {a: ['b']}}                         | {c: 1}
          {dependencies: {a: ['b']}}                         | {a: 1, b: 1}
          {dependencies: {a: {required: ['b']}}}             | {a: 1, b: 1}
          {allOf: [{required: ['a']}, {required: ['b']}]}    | {a: 1, b: 1}
          {anyOf: [{required: ['a']}, {required: ['b']}]}    | {b: 1}
          {oneOf: [{required: ['a']}, {required: ['b']}]}    | {b: 1}
          {not: {required: ['a']}}                           | {b: 1}
          {encryptMetadata: {algorithm: 'AEAD_AES_256_CBC_HMAC_SHA_512-Random'}} | {a: 1}
          {properties: {a: {encrypt: {}}}}                   | {a: {$binary: {base64: 'AA==', subType: '06'}}}
          """)
  void schemaAcceptsDocument(String schema, String document) {
    assertTrue(matches("{$jsonSchema: " + schema + "}", document));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {bsonType: 'string'}                               | {a: 1}
          {allOf: [{bsonType: 'string'}]}                    | {a: 1}
          {properties: {a: {bsonType: 'int'}}}               | {a: 1.0}
          {properties: {a: {bsonType: 'int'}}}               | {a: [1]}
          {properties: {a: {enum: [1, {x: 1, y: 2}]}}}       | {a: {x: 1, y: 3}}
          {properties: {a: {enum: [1]}}}                     | {a: [1]}
          {enum: [1]}                                        | {a: 1}
          {properties: {a: {minimum: 1, exclusiveMinimum: true}}}           | {a: 1}
          {properties: {a: {maximum: 1, exclusiveMaximum: true}}}           | {a: 1}
          {properties: {a: {minimum: 1}}}                    | {a: NaN}
          {properties: {a: {multipleOf: 3}}}                 | {a: 10}
          {properties: {a: {multipleOf: 3}}}                 | {a: Infinity}
          {properties: {a: {minLength: 2}}}                  | {a: '\ud83d\ude00'}
          {properties: {a: {pattern: '^b'}}}                 | {a: 'abba'}
          {properties: {a: {minItems: 1}}}                   | {a: []}
          {properties: {a: {maxItems: 1}}}                   | {a: [1, 2]}
          {properties: {a: {uniqueItems: true}}}             | {a: [{x: 1, y: 2}, {y: 2, x: 1}]}
          {properties: {a: {items: {type: 'number'}}}}       | {a: [1, 'x']}
          {properties: {a: {items: [{}, {type: 'number'}]}}} | {a: [1, 'x']}
          {properties: {a: {items: [{}], additionalItems: false}}}          | {a: [1, 2]}
          {properties: {a: {items: [{}], additionalItems: {minimum: 5}}}}   | {a: [1, 4]}
          {properties: {a: {properties: {b: {type: 'string'}}}}}            | {a: {b: 1}}
          {properties: {'a.b': {type: 'string'}}}            | {a: {b: 1}}
          {patternProperties: {'^n': {type: 'number'}}}      | {n1: 'x'}
          {properties: {a: {}}, additionalProperties: false} | {a: 1, b: 1}
          {additionalProperties: {type: 'number'}}           | {a: 'x'}
          {required: ['a']}                                  | {b: 1}
          {properties: {a: {required: ['b']}}}               | {a: {c: 1}}
          {minProperties: 2}                                 | {a: 1}
          {maxProperties: 0}                                 | {a: 1}
          {dependencies: {a: ['b']}}                         | {a: 1}
          {dependencies: {a: {required: ['b']}}}             | {a: 1}
          {allOf: [{required: ['a']}, {required: ['b']}]}    | {a: 1}
          {anyOf: [{required: ['a']}, {required: ['b']}]}    | {c: 1}
          {oneOf: [{required: ['a']}, {required: ['b']}]}    | {a: 1, b: 1}
          {not: {}}                                          | {b: 1}
          {properties: {a: {encrypt: {}}}}                   | {a: 1}
          {properties: {a: {encrypt: {bsonType: 'int'}}}}    | {a: {$binary: {base64: 'AA==', subType: '06'}}}
          """)
  void schemaRefusesDocument(String schema, String document) {
    assertFalse(matches("{$jsonSchema: " + schema + "}", document));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1                                                  | 14
          {unknown: 1}                                       | 9
          {$ref: 'x'}                                        | 9
          {title: 1}                                         | 14
          {type: 'string', bsonType: 'string'}               | 9
          {type: 'int'}                                      | 2
          {bsonType: 'integer'}                              | 9
          {bsonType: 'nothing'}                              | 2
          {bsonType: []}                                     | 9
          {bsonType: ['int', 'int']}                         | 9
          {bsonType: 1}                                      | 14
          {enum: []}                                         | 9
          {enum: [1, 1.0]}                                   | 9
          {enum: 1}                                          | 14
          {minimum: 'x'}                                     | 14
          {exclusiveMinimum: true}                           | 9
          {minimum: 1, exclusiveMinimum: 1}                  | 14
          {multipleOf: 0}                                    | 9
          {multipleOf: 'x'}                                  | 14
          {minLength: -1}                                    | 9
          {minLength: 1.5}                                   | 9
          {maxItems: 'x'}                                    | 9
          {properties: {a: {pattern: '['}}}                  | 51091
          {patternProperties: {'[': {}}}                     | 2
          {properties: {a: 1}}                               | 14
          {additionalProperties: 1}                          | 14
          {additionalItems: 1}                               | 14
          {items: [1]}                                       | 14
          {uniqueItems: 1}                                   | 14
          {required: []}                                     | 9
          {required: ['a', 'a']}                             | 9
          {required: [1]}                                    | 14
          {dependencies: {a: []}}                            | 9
          {dependencies: {a: 1}}                             | 14
          {allOf: []}                                        | 2
          {oneOf: [1]}                                       | 14
          {not: 1}                                           | 14
          {encrypt: {}, bsonType: 'binData'}                 | 9
          {encrypt: {nothing: 1}}                            | 40415
          {encrypt: {keyId: 1}}                              | 51085
          {encryptMetadata: {}}                              | 9
          """)
  void schemaIsNotTaken(String schema, int code) {
    ServerException refusal =
        assertThrows(ServerException.class, () -> filter("{$jsonSchema: " + schema + "}"));
    assertEquals(code, refusal.code().number());
  }

  @Test
  void everyKeywordHasARule() {
    for (String keyword : SchemaParser.KEYWORDS) {
      BsonDocument spec = new BsonDocument(keyword, new BsonMinKey());
      assertThrows(ServerException.class, () -> Schema.parse(spec), keyword);
    }
    assertTrue(new CoreFilters().names().contains("$jsonSchema"));
  }

  @Test
  void duplicatesAreFoundInLongArrays() {
    Schema schema = Schema.parse(BsonDocument.parse("{properties: {a: {uniqueItems: true}}}"));
    BsonArray items = new BsonArray();
    IntStream.range(0, 10_000).forEach(i -> items.add(BsonDocument.parse("{x: " + i + ", y: 1}")));
    assertTrue(accepts(schema, items));
    items.add(BsonDocument.parse("{y: 1, x: 77}"));
    assertFalse(accepts(schema, items));
  }

  private static boolean accepts(Schema schema, BsonArray items) {
    byte[] bytes = BsonBytes.encode(new BsonDocument("a", items));
    return schema.accepts(BsonBytes.DOCUMENT, bytes, 0);
  }
}
