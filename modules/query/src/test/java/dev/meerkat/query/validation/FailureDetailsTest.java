package dev.meerkat.query.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.meerkat.query.filter.FilterTesting;
import dev.meerkat.spi.DocumentView;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What error 121 says of operators and of schemas. */
final class FailureDetailsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {a: 1}                  | {a: 2}      | {operatorName: '$eq', specifiedAs: {a: 1}, reason: 'comparison failed', consideredValue: 2}
          {a: {$gt: 5}}           | {b: 2}      | {operatorName: '$gt', specifiedAs: {a: {$gt: 5}}, reason: 'field was missing'}
          {a: {$gt: 5}}           | {a: [1, 2]} | {operatorName: '$gt', specifiedAs: {a: {$gt: 5}}, reason: 'comparison failed', consideredValues: [1, 2]}
          {a: {$gt: 5}}           | {a: []}     | {operatorName: '$gt', specifiedAs: {a: {$gt: 5}}, reason: 'comparison failed', consideredValues: []}
          {a: {$ne: 1}}           | {a: 1}      | {operatorName: '$ne', specifiedAs: {a: {$ne: 1}}, reason: 'comparison succeeded', consideredValue: 1}
          {a: {$in: [1]}}         | {a: 2}      | {operatorName: '$in', specifiedAs: {a: {$in: [1]}}, reason: 'no matching value found in array', consideredValue: 2}
          {a: {$nin: [1]}}        | {a: 1}      | {operatorName: '$nin', specifiedAs: {a: {$nin: [1]}}, reason: 'matching value found in array', consideredValue: 1}
          {a: {$exists: true}}    | {b: 1}      | {operatorName: '$exists', specifiedAs: {a: {$exists: true}}, reason: 'path does not exist'}
          {a: {$exists: false}}   | {a: 1}      | {operatorName: '$exists', specifiedAs: {a: {$exists: false}}, reason: 'path does exist'}
          {a: {$type: 'string'}}  | {a: [1, 2.5]} | {operatorName: '$type', specifiedAs: {a: {$type: 'string'}}, reason: 'type did not match', consideredValues: [1, 2.5], consideredTypes: ['double', 'int']}
          {a: {$size: 2}}         | {a: [1]}    | {operatorName: '$size', specifiedAs: {a: {$size: 2}}, reason: 'array length was not equal to given size', consideredValue: [1]}
          {a: {$size: 2}}         | {a: 1}      | {operatorName: '$size', specifiedAs: {a: {$size: 2}}, reason: 'type did not match', consideredType: 'int', expectedType: 'array', consideredValue: 1}
          {a: {$all: [1, 2]}}     | {a: [1]}    | {operatorName: '$all', specifiedAs: {a: {$all: [1, 2]}}, reason: 'array did not contain all specified values', consideredValue: [1]}
          {a: {$elemMatch: {$gt: 2}}} | {a: [1]} | {operatorName: '$elemMatch', specifiedAs: {a: {$elemMatch: {$gt: 2}}}, reason: 'array did not satisfy the child predicate', consideredValue: [1]}
          {a: {$mod: [2, 0]}}     | {a: 'x'}    | {operatorName: '$mod', specifiedAs: {a: {$mod: [2, 0]}}, reason: 'type did not match', consideredType: 'string', expectedTypes: ['decimal', 'double', 'int', 'long'], consideredValue: 'x'}
          {a: {$bitsAllSet: [0]}} | {a: 2}      | {operatorName: '$bitsAllSet', specifiedAs: {a: {$bitsAllSet: [0]}}, reason: 'bitwise operator failed to match', consideredValue: 2}
          {a: {$regex: 'x', $options: 'i'}} | {a: 'b'} | {operatorName: '$regex', specifiedAs: {a: {$regex: 'x', $options: 'i'}}, reason: 'regular expression did not match', consideredValue: 'b'}
          {a: {$not: {$gt: 1}}}   | {a: 2}      | {operatorName: '$not', details: {operatorName: '$gt', specifiedAs: {a: {$gt: 1}}, reason: 'comparison succeeded', consideredValue: 2}}
          {$expr: {$gt: ['$a', 5]}} | {a: 1}    | {operatorName: '$expr', specifiedAs: {$expr: {$gt: ['$a', 5]}}, reason: 'expression did not match', expressionResult: false}
          {$alwaysFalse: 1}       | {a: 1}      | {operatorName: '$alwaysFalse', specifiedAs: {$alwaysFalse: 1}, reason: 'expression always evaluates to false'}
          {a: {$gt: 5, $lt: 9}}   | {a: 1}      | {operatorName: '$and', clausesNotSatisfied: [{index: {$numberLong: '0'}, details: {operatorName: '$gt', specifiedAs: {a: {$gt: 5}}, reason: 'comparison failed', consideredValue: 1}}]}
          {$or: [{a: 5}, {a: 6}]} | {a: 1}      | {operatorName: '$or', clausesNotSatisfied: [{index: {$numberLong: '0'}, details: {operatorName: '$eq', specifiedAs: {a: 5}, reason: 'comparison failed', consideredValue: 1}}, {index: {$numberLong: '1'}, details: {operatorName: '$eq', specifiedAs: {a: 6}, reason: 'comparison failed', consideredValue: 1}}]}
          {$nor: [{a: 1}, {a: 6}]} | {a: 1}     | {operatorName: '$nor', clausesSatisfied: [{index: {$numberLong: '0'}, details: {operatorName: '$eq', specifiedAs: {a: 1}, reason: 'comparison succeeded', consideredValue: 1}}]}
          {$nor: [{$jsonSchema: {}}]} | {a: 1}  | {operatorName: '$nor', clausesSatisfied: [{index: {$numberLong: '0'}, details: {operatorName: '$jsonSchema', reason: 'schema matched'}}]}
          """)
  void operatorIsExplained(String validator, String document, String details) {
    assertEquals(BsonDocument.parse(details), details(validator, document));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {required: ['b', 'a']}                 | {c: 1} | {operatorName: 'required', specifiedAs: {required: ['b', 'a']}, missingProperties: ['a', 'b']}
          {minProperties: 2}                     | {c: 1} | {operatorName: 'minProperties', specifiedAs: {minProperties: 2}, reason: 'specified number of properties was not satisfied', numberOfProperties: 1}
          {properties: {a: {}}, additionalProperties: false} | {c: 1} | {operatorName: 'additionalProperties', specifiedAs: {additionalProperties: false}, additionalProperties: ['c']}
          {additionalProperties: {title: 't', maximum: 0}} | {c: 1} | {operatorName: 'additionalProperties', title: 't', reason: 'at least one additional property did not match the subschema', failingProperty: 'c', details: [{operatorName: 'maximum', specifiedAs: {maximum: 0}, reason: 'comparison failed', consideredValue: 1}]}
          {patternProperties: {'^c': {maximum: 0}}} | {c: 1} | {operatorName: 'patternProperties', details: [{propertyName: 'c', regexMatched: '^c', details: [{operatorName: 'maximum', specifiedAs: {maximum: 0}, reason: 'comparison failed', consideredValue: 1}]}]}
          {dependencies: {c: ['d']}}             | {c: 1} | {operatorName: 'dependencies', failingDependencies: [{conditionalProperty: 'c', missingProperties: ['d']}]}
          {dependencies: {c: {minProperties: 2}}} | {c: 1} | {operatorName: 'dependencies', failingDependencies: [{conditionalProperty: 'c', details: [{operatorName: 'minProperties', specifiedAs: {minProperties: 2}, reason: 'specified number of properties was not satisfied', numberOfProperties: 1}]}]}
          {not: {}}                              | {c: 1} | {operatorName: 'not', reason: 'child expression matched'}
          {oneOf: [{}, {}]}                      | {c: 1} | {operatorName: 'oneOf', reason: 'more than one subschema matched', matchingSchemaIndexes: [0, 1]}
          {anyOf: [{not: {}}]}                   | {c: 1} | {operatorName: 'anyOf', schemasNotSatisfied: [{index: {$numberLong: '0'}, details: [{operatorName: 'not', reason: 'child expression matched'}]}]}
          {enum: [{c: 2}]}                       | {c: 1} | {operatorName: 'enum', specifiedAs: {enum: [{c: 2}]}, reason: 'value was not found in enum', consideredValue: {c: 1}}
          """)
  void schemaRuleIsExplained(String schema, String document, String rule) {
    BsonDocument details = details("{$jsonSchema: " + schema + "}", document);
    assertEquals(new BsonString("$jsonSchema"), details.get("operatorName"));
    assertEquals(
        BsonDocument.parse("{rules: [" + rule + "]}").get("rules"),
        details.get("schemaRulesNotSatisfied"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          bsonType: 'string', description: 'd' | 1 | {operatorName: 'bsonType', specifiedAs: {bsonType: 'string'}, reason: 'type did not match', consideredValue: 1, consideredType: 'int'}
          minimum: 1, exclusiveMinimum: true | 1 | {operatorName: 'minimum', specifiedAs: {minimum: 1, exclusiveMinimum: true}, reason: 'comparison failed', consideredValue: 1}
          multipleOf: 2 | 1 | {operatorName: 'multipleOf', specifiedAs: {multipleOf: 2}, reason: 'considered value is not a multiple of the specified value', consideredValue: 1}
          maxLength: 1 | 'xy' | {operatorName: 'maxLength', specifiedAs: {maxLength: 1}, reason: 'specified string length was not satisfied', consideredValue: 'xy'}
          pattern: 'a' | 'xy' | {operatorName: 'pattern', specifiedAs: {pattern: 'a'}, reason: 'regular expression did not match', consideredValue: 'xy'}
          minItems: 2 | [1] | {operatorName: 'minItems', specifiedAs: {minItems: 2}, reason: 'array did not match specified length', consideredValue: [1], numberOfItems: 1}
          uniqueItems: true | [1, 2, 1.0] | {operatorName: 'uniqueItems', specifiedAs: {uniqueItems: true}, reason: 'found a duplicate item', consideredValue: [1, 2, 1.0], duplicatedValue: 1.0}
          items: {maximum: 1} | [1, 2] | {operatorName: 'items', reason: 'At least one item did not match the sub-schema', itemIndex: {$numberLong: '1'}, details: [{operatorName: 'maximum', specifiedAs: {maximum: 1}, reason: 'comparison failed', consideredValue: 2}]}
          items: [{maximum: 0}] | [1, 2] | {operatorName: 'items', details: [{itemIndex: {$numberLong: '0'}, details: [{operatorName: 'maximum', specifiedAs: {maximum: 0}, reason: 'comparison failed', consideredValue: 1}]}]}
          items: [{}], additionalItems: false | [1, 2] | {operatorName: 'additionalItems', specifiedAs: {additionalItems: false}, reason: 'found additional items', additionalItems: [2]}
          encrypt: {} | 1 | {operatorName: 'encrypt', reason: 'value was not encrypted'}
          """)
  void propertyIsExplained(String schema, String value, String rule) {
    BsonDocument details =
        details("{$jsonSchema: {properties: {a: {" + schema + "}}}}", "{a: " + value + "}");
    BsonDocument properties = details.getArray("schemaRulesNotSatisfied").get(0).asDocument();
    BsonDocument property = properties.getArray("propertiesNotSatisfied").get(0).asDocument();
    assertEquals(new BsonString("a"), property.get("propertyName"));
    assertEquals(schema.contains("description"), property.containsKey("description"));
    assertEquals(
        BsonDocument.parse("{rules: [" + rule + "]}").get("rules"), property.get("details"));
  }

  @Test
  void schemaForNoDocumentIsExplained() {
    assertEquals(
        BsonDocument.parse(
            "{operatorName: '$jsonSchema', specifiedAs: {$jsonSchema: {type: 'string'}},"
                + " reason: 'expression always evaluates to false'}"),
        details("{$jsonSchema: {type: 'string'}}", "{a: 1}"));
  }

  @Test
  void manyValuesAreCutShort() {
    BsonDocument details = details("{a: 99}", "{a: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]}");
    assertEquals(10, details.getArray("consideredValues").size());
    assertEquals(true, details.getBoolean("consideredValuesTruncated").getValue());
  }

  @Test
  void hugeValuesAreLeftOut() {
    String text = "x".repeat(13 * 1024 * 1024);
    BsonDocument details = details("{a: {$gt: 1}}", "{a: '" + text + "'}");
    assertNull(details.get("consideredValue"));
    assertFalse(details.containsKey("specifiedAs"));
    assertEquals(new BsonString("comparison failed"), details.get("reason"));
  }

  private static BsonDocument details(String validator, String document) {
    DocumentView view = DocumentView.of(BsonDocument.parse(document));
    BsonDocument spec = BsonDocument.parse(validator);
    assertFalse(FilterTesting.scope().filter(spec).matches(view, FilterTesting.run()));
    return FailureDetails.of(spec, FilterTesting.scope()).of(view, FilterTesting.run());
  }
}
