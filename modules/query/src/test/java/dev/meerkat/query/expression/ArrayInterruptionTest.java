package dev.meerkat.query.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through an array within one document looks whether the operation is to end. */
final class ArrayInterruptionTest {
  private static final int ELEMENTS = 5_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{$map: {input: '$a', in: {$add: ['$$this', '$x']}}}",
        "{$filter: {input: '$a', cond: {$gt: ['$$this', '$x']}}}",
        "{$reduce: {input: '$a', initialValue: 0, in: {$add: ['$$this', '$$value']}}}"
      })
  void anArrayIsLeftWhereTheTimeIsUp(String spec) {
    BsonDocument document = BsonDocument.parse("{x: 1}");
    document.put("a", Expressions.evaluate("{$range: [0, " + ELEMENTS + "]}", "{}"));
    Expression expression = Expressions.scope().expression(Expressions.value(spec));
    int[] looks = new int[1];
    expression.evaluate(DocumentView.of(document), scope(() -> looks[0]++));
    assertEquals(ELEMENTS / 1024, looks[0], spec);
    ServerException end = new ServerException(ErrorCode.MAX_TIME_MS_EXPIRED, "time is up");
    ServerException met =
        assertThrows(
            ServerException.class,
            () ->
                expression.evaluate(
                    DocumentView.of(document),
                    scope(
                        () -> {
                          throw end;
                        })));
    assertEquals(end, met);
  }

  private static EvaluationScope scope(Runnable look) {
    return new EvaluationScope(null, null, ConstantFolding.scope().seeds(), look);
  }
}
