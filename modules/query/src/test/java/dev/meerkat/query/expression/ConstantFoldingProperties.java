package dev.meerkat.query.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.spi.ServerException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Folding changes nothing: with its literals read from a document, an expression that evaluates all
 * its arguments is the same.
 */
final class ConstantFoldingProperties {
  private static final List<String> OPERATORS =
      List.of("$add", "$multiply", "$subtract", "$max", "$concatArrays", "$eq", "$cmp");

  @Property(tries = 300)
  void anExpressionOfLiteralsEqualsThatOfFields(@ForAll("trees") BsonValue tree) {
    BsonDocument fields = new BsonDocument();
    BsonValue ofFields = withFields(tree, fields);
    assertEquals(outcome(ofFields, fields), outcome(tree, new BsonDocument()), tree.toString());
  }

  private static Object outcome(BsonValue expression, BsonDocument document) {
    try {
      BsonValue value = Expressions.evaluate(expression, document);
      return value == null ? "missing" : value;
    } catch (ServerException e) {
      return e.code();
    }
  }

  private static BsonValue withFields(BsonValue tree, BsonDocument fields) {
    if (tree instanceof BsonDocument operator) {
      String name = operator.getFirstKey();
      BsonArray arguments = new BsonArray();
      for (BsonValue argument : operator.getArray(name)) {
        arguments.add(withFields(argument, fields));
      }
      return new BsonDocument(name, arguments);
    }
    String field = "f" + fields.size();
    fields.append(field, tree);
    return new BsonString("$" + field);
  }

  @Provide
  Arbitrary<BsonValue> trees() {
    Arbitrary<BsonValue> leaves =
        Arbitraries.oneOf(
            Arbitraries.integers().map(BsonInt32::new),
            Arbitraries.longs().map(BsonInt64::new),
            Arbitraries.doubles().map(BsonDouble::new),
            Arbitraries.of(BsonNull.VALUE, BsonBoolean.TRUE, new BsonString("text")));
    return Arbitraries.lazyOf(() -> leaves, () -> operators(leaves));
  }

  private Arbitrary<BsonValue> operators(Arbitrary<BsonValue> leaves) {
    Arbitrary<BsonValue> arguments =
        Arbitraries.oneOf(leaves, leaves, Arbitraries.lazy(this::trees));
    return Arbitraries.of(OPERATORS)
        .flatMap(
            name ->
                arguments
                    .list()
                    .ofSize(2)
                    .map(list -> new BsonDocument(name, new BsonArray(list))));
  }
}
