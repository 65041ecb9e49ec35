package dev.meerkat.query.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ServerException;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

final class ConstantFoldingTest {
  @Test
  void whatDependsOnNothingBecomesALiteral() {
    assertInstanceOf(
        LiteralExpression.class,
        Expressions.scope().expression(Expressions.value("{$add: [1, {$abs: -2}]}")));
  }

  @Test
  void aFailingConstantIsRefusedWithWhatContainsIt() {
    assertThrows(
        ServerException.class,
        () ->
            Expressions.scope()
                .expression(Expressions.value("{$ifNull: [\"$a\", {$divide: [1, 0]}]}")));
  }

  @Test
  void aBranchThatIsNeverTakenMayFail() {
    assertEquals(
        new BsonInt32(1), Expressions.evaluate("{$cond: [true, 1, {$divide: [1, 0]}]}", "{}"));
  }

  @Test
  void randomNumbersAreNoConstants() {
    assertFalse(Expressions.scope().expression(Expressions.value("{$rand: {}}")).isConstant());
  }
}
