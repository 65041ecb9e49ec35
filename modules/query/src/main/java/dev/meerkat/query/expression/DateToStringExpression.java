package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A date written by a format. Threads: immutable.
 *
 * @param onNull the value where the date is null
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/dateToString/">$dateToString</a>
 */
record DateToStringExpression(
    Expression date, @Nullable Expression format, Expression timezone, Expression onNull)
    implements Expression {
  static Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named =
        NamedArguments.of(
            "$dateToString", spec, 18629, 18534, "date", "format", "timezone", "onNull");
    Expression date = scope.expression(named.require("date", 18628));
    BsonValue onNull = named.find("onNull");
    Expression timezone = DateArguments.judgedZone(named, scope);
    return new DateToStringExpression(
        date,
        named.find("format") == null ? null : named.optional("format", scope),
        timezone,
        onNull == null ? new LiteralExpression(BsonNull.VALUE) : named.optional("onNull", scope));
  }

  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonValue pattern =
        format == null ? new BsonString("") : Values.orNull(format.evaluate(document, scope));
    DateFormat compiled = null;
    if (format != null && !pattern.isNull()) {
      if (!(pattern instanceof BsonString text)) {
        throw Values.error(
            18533,
            "$dateToString requires that 'format' be a string, found: " + Values.typeName(pattern));
      }
      compiled = new DateFormat(text.getValue());
    }
    BsonValue zoneName = Values.orNull(timezone.evaluate(document, scope));
    Zone zone = zoneName.isNull() ? Zone.UTC : Zone.of(zoneName);
    BsonValue value = Values.orNull(date.evaluate(document, scope));
    if (value.isNull()) {
      return onNull.evaluate(document, scope);
    }
    if (zoneName.isNull() || pattern.isNull()) {
      return BsonNull.VALUE;
    }
    if (compiled == null) {
      compiled = new DateFormat(zone.isUtc() ? "%Y-%m-%dT%H:%M:%S.%LZ" : "%Y-%m-%dT%H:%M:%S.%L");
    }
    return Texts.of(compiled.format(Dates.millis(value), zone));
  }

  @Override
  public boolean isConstant() {
    return date.isConstant()
        && (format == null || format.isConstant())
        && timezone.isConstant()
        && onNull.isConstant();
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(List.of(date, timezone, onNull), dependencies);
    if (format != null) {
      format.dependencies(dependencies);
    }
  }

  @Override
  public BsonValue describe() {
    BsonDocument body = new BsonDocument("date", date.describe());
    if (format != null) {
      body.append("format", format.describe());
    }
    return new BsonDocument(
        "$dateToString",
        body.append("timezone", timezone.describe()).append("onNull", onNull.describe()));
  }
}
