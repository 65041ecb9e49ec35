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
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A date read from a string. Threads: immutable.
 *
 * @param onError the value where the string is no date, or null to fail
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/dateFromString/">$dateFromString</a>
 */
record DateFromStringExpression(
    Expression text,
    @Nullable Expression format,
    Expression timezone,
    Expression onNull,
    @Nullable Expression onError)
    implements Expression {
  static Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named =
        NamedArguments.of(
            "$dateFromString",
            spec,
            40540,
            40541,
            "dateString",
            "format",
            "timezone",
            "onNull",
            "onError");
    Expression text = scope.expression(named.require("dateString", 40542));
    BsonValue onNull = named.find("onNull");
    Expression timezone = DateArguments.judgedZone(named, scope);
    return new DateFromStringExpression(
        text,
        named.find("format") == null ? null : named.optional("format", scope),
        timezone,
        onNull == null ? new LiteralExpression(BsonNull.VALUE) : named.optional("onNull", scope),
        named.find("onError") == null ? null : named.optional("onError", scope));
  }

  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonValue string = Values.orNull(text.evaluate(document, scope));
    BsonValue pattern =
        format == null ? new BsonString("") : Values.orNull(format.evaluate(document, scope));
    if (!pattern.isNull() && !Texts.isString(pattern)) {
      throw Values.error(
          40684,
          "$dateFromString requires that 'format' be a string, found: " + Values.typeName(pattern));
    }
    DateReader reader =
        format == null || pattern.isNull() ? null : new DateReader(pattern.asString().getValue());
    BsonValue zoneName = Values.orNull(timezone.evaluate(document, scope));
    Zone zone = zoneName.isNull() ? null : Zone.of(zoneName);
    if (string.isNull()) {
      return onNull.evaluate(document, scope);
    }
    try {
      if (!Texts.isString(string)) {
        throw Conversion.failure(
            "$dateFromString requires that 'dateString' be a string, found: "
                + Values.typeName(string));
      }
      if (zone == null || pattern.isNull()) {
        return BsonNull.VALUE;
      }
      String given = string.asString().getValue();
      return new BsonDateTime(
          reader == null ? DateParser.parse(given, zone) : reader.parse(given, zone));
    } catch (ServerException e) {
      if (onError == null || !e.code().equals(ErrorCode.CONVERSION_FAILURE)) {
        throw e;
      }
      return onError.evaluate(document, scope);
    }
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
    List<Expression> all = new ArrayList<>(List.of(text, timezone, onNull));
    if (format != null) {
      all.add(format);
    }
    if (onError != null) {
      all.add(onError);
    }
    return all;
  }

  @Override
  public BsonValue describe() {
    BsonDocument body = new BsonDocument("dateString", text.describe());
    if (format != null) {
      body.append("format", format.describe());
    }
    body.append("timezone", timezone.describe()).append("onNull", onNull.describe());
    if (onError != null) {
      body.append("onError", onError.describe());
    }
    return new BsonDocument("$dateFromString", body);
  }
}
