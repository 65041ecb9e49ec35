package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A value converted to another type. Threads: immutable.
 *
 * @param onError the value where the conversion fails, or null to let it fail
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/convert/">$convert</a>
 */
record ConvertExpression(
    Expression input,
    Expression to,
    Expression format,
    Expression byteOrder,
    Expression onNull,
    @Nullable Expression onError)
    implements Expression {
  private static final int YEAR_OUT_OF_RANGE = 18537;

  static Expression parse(BsonValue spec, ParseScope scope) {
    int code = ErrorCode.FAILED_TO_PARSE.number();
    NamedArguments named =
        NamedArguments.of(
            "$convert",
            spec,
            code,
            code,
            "input",
            "to",
            "format",
            "byteOrder",
            "onError",
            "onNull");
    BsonValue onError = named.find("onError");
    return new ConvertExpression(
        scope.expression(named.require("input", code)),
        scope.expression(named.require("to", code)),
        named.optional("format", scope),
        named.optional("byteOrder", scope),
        named.find("onNull") == null
            ? new LiteralExpression(BsonNull.VALUE)
            : named.optional("onNull", scope),
        onError == null ? null : named.optional("onError", scope));
  }

  /** {@code $toInt} and its siblings. */
  static Expression parseShort(String name, BsonType type, BsonValue spec, ParseScope scope) {
    List<Expression> arguments = Arguments.any(spec, scope);
    if (arguments.size() != 1) {
      throw Values.error(50723, name + " requires a single argument, got " + arguments.size());
    }
    ConversionTarget target =
        new ConversionTarget(
            type, name, new BsonInt32(type == BsonType.BINARY ? BinaryText.UUID : 0));
    String format = type == BsonType.BINARY ? "uuid" : "auto";
    return new FunctionExpression(
        name,
        arguments,
        values ->
            values[0].isNull()
                ? values[0]
                : new Conversion(target, format, false).apply(values[0]));
  }

  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    ConversionTarget target = ConversionTarget.of(Values.orNull(to.evaluate(document, scope)));
    BsonValue value = Values.orNull(input.evaluate(document, scope));
    BsonValue formatValue = Values.orNull(format.evaluate(document, scope));
    BsonValue order = Values.orNull(byteOrder.evaluate(document, scope));
    if (value.isNull()) {
      return onNull.evaluate(document, scope);
    }
    if (target == null) {
      return BsonNull.VALUE;
    }
    String form = BinaryText.format(formatValue);
    boolean bigEndian = isBigEndian(order);
    try {
      return new Conversion(target, form, bigEndian).apply(value);
    } catch (ServerException e) {
      boolean failedConversion =
          e.code().equals(ErrorCode.CONVERSION_FAILURE) || e.code().number() == YEAR_OUT_OF_RANGE;
      if (onError == null || !failedConversion) {
        throw e;
      }
      return onError.evaluate(document, scope);
    }
  }

  private static boolean isBigEndian(BsonValue value) {
    if (value.isNull()) {
      return false;
    }
    if (!(value instanceof BsonString text)) {
      throw Values.error(9130001, "$convert requires that 'byteOrder' be a string");
    }
    return switch (text.getValue()) {
      case "little" -> false;
      case "big" -> true;
      default ->
          throw Values.error(9130002, "Invalid 'byteOrder' for $convert: " + text.getValue());
    };
  }

  @Override
  public boolean isConstant() {
    return Arguments.areConstant(all());
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(all(), dependencies);
  }

  private List<Expression> all() {
    List<Expression> all = new ArrayList<>(List.of(input, to, format, byteOrder, onNull));
    if (onError != null) {
      all.add(onError);
    }
    return all;
  }

  @Override
  public BsonValue describe() {
    BsonDocument body =
        new BsonDocument("input", input.describe())
            .append("to", to.describe())
            .append("format", format.describe())
            .append("byteOrder", byteOrder.describe())
            .append("onNull", onNull.describe());
    if (onError != null) {
      body.append("onError", onError.describe());
    }
    return new BsonDocument("$convert", body);
  }
}
