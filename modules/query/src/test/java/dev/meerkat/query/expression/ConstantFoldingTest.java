package dev.meerkat.query.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ServerException;
import org.bson.BsonBoolean;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
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
  void constantsOfCommutativeOperatorsComeLast() {
    assertEquals(
        BsonNull.VALUE, Expressions.evaluate("{$setUnion: [{$literal: 1}, \"$gone\"]}", "{}"));
    assertEquals(BsonNull.VALUE, Expressions.evaluate("{$bitOr: [\"text\", \"$gone\"]}", "{}"));
    assertEquals(
        BsonBoolean.FALSE, Expressions.evaluate("{$and: [{$toInt: \"$s\"}, 0]}", "{s: \"x\"}"));
  }

  @Test
  void neighbouringConstantsAreJudgedBeforeAnythingIsRead() {
    assertThrows(
        ServerException.class,
        () -> Expressions.evaluate("{$concat: [\"$gone\", \"a\", 1]}", "{}"));
    assertEquals(BsonNull.VALUE, Expressions.evaluate("{$concat: [\"$gone\", 1]}", "{}"));
    assertEquals(BsonNull.VALUE, Expressions.evaluate("{$add: [\"$gone\", 1, \"a\"]}", "{}"));
  }

  @Test
  void operatorsInsideTheSameOperatorAreOne() {
    assertEquals(
        new BsonString("abcd"),
        Expressions.evaluate(
            "{$concat: [\"a\", {$concat: [\"b\", \"$x\"]}, \"d\"]}", "{x: \"c\"}"));
    assertEquals(
        Expressions.value("[1]"),
        Expressions.evaluate("{$max: [{$max: \"$a\"}, \"$b\"]}", "{a: [5, 7], b: [1]}"));
  }

  @Test
  void randomNumbersAreNoConstants() {
    assertFalse(Expressions.scope().expression(Expressions.value("{$rand: {}}")).isConstant());
  }
}
