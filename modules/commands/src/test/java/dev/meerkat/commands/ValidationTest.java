package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What collections with a validator take, and what they say of the rest. */
final class ValidationTest extends EngineFixture {
  @BeforeEach
  void createValidated() {
    run("{create: 'v', validator: {$jsonSchema: {required: ['a']}}}");
  }

  private BsonDocument refusal(String command) {
    BsonDocument error = run(command).getArray("writeErrors").get(0).asDocument();
    assertEquals(new BsonInt32(121), error.get("code"));
    return error.getDocument("errInfo");
  }

  @Test
  void refusedDocumentIsExplained() {
    BsonDocument info = refusal("{insert: 'v', documents: [{_id: 1, b: 1}]}");
    assertEquals(new BsonInt32(1), info.get("failingDocumentId"));
    BsonDocument details = info.getDocument("details");
    assertEquals(new BsonString("$jsonSchema"), details.get("operatorName"));
    assertEquals(1, details.getArray("schemaRulesNotSatisfied").size());
  }

  @Test
  void documentForWhichTheValidatorFailsIsRefused() {
    run("{create: 'e', validator: {$expr: {$divide: [1, '$a']}}}");
    BsonDocument details =
        refusal("{insert: 'e', documents: [{_id: 1, a: 0}]}").getDocument("details");
    assertEquals(
        new BsonString("failed to evaluate aggregation expression"), details.get("reason"));
  }

  @Test
  void levelAndActionDecideWhatIsRefused() {
    run("{insert: 'v', bypassDocumentValidation: true, documents: [{_id: 1, b: 1}]}");
    refusal("{update: 'v', updates: [{q: {_id: 1}, u: {$set: {b: 2}}}]}");
    run("{collMod: 'v', validationLevel: 'moderate'}");
    assertFalse(
        run("{update: 'v', updates: [{q: {_id: 1}, u: {$set: {b: 3}}}]}")
            .containsKey("writeErrors"));
    refusal("{insert: 'v', documents: [{_id: 2}]}");
    run("{collMod: 'v', validationAction: 'warn'}");
    assertFalse(run("{insert: 'v', documents: [{_id: 2}]}").containsKey("writeErrors"));
  }
}
