package dev.meerkat.query.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ExpressionProvider;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

final class ExpressionRegistriesTest {
  @Test
  void everyNameOfARegistryHasACaseThatParsesOrRefusesItsSpec() {
    for (ExpressionProvider provider : Expressions.providers()) {
      for (String name : provider.names()) {
        try {
          provider.parse(name, new BsonDocument("$no", new BsonInt32(1)), Expressions.scope());
        } catch (ServerException e) {
          assertTrue(e.code().number() > 1, name);
        }
      }
    }
  }

  @Test
  void anUnknownOperatorIsRefused() {
    ServerException refusal =
        assertThrows(ServerException.class, () -> Expressions.evaluate("{$nope: 1}", "{}"));
    assertEquals(168, refusal.code().number());
  }
}
