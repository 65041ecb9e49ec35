package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** The string operators. Threads: immutable. */
public final class StringExpressions implements ExpressionProvider {
  private static final Set<String> NAMES =
      Set.of(
          "$concat",
          "$encStrContains",
          "$encStrEndsWith",
          "$encStrNormalizedEq",
          "$encStrStartsWith",
          "$indexOfBytes",
          "$indexOfCP",
          "$ltrim",
          "$regexFind",
          "$regexFindAll",
          "$regexMatch",
          "$replaceAll",
          "$replaceOne",
          "$rtrim",
          "$split",
          "$strLenBytes",
          "$strLenCP",
          "$strcasecmp",
          "$substr",
          "$substrBytes",
          "$substrCP",
          "$toLower",
          "$toUpper",
          "$trim");

  /** Called by the service loader. */
  public StringExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$concat" -> ConcatExpression.parse(spec, scope);
      case "$encStrContains" ->
          EncryptedTextExpression.parse(name, "substring", 10208800, spec, scope);
      case "$encStrEndsWith" ->
          EncryptedTextExpression.parse(name, "suffix", 10120900, spec, scope);
      case "$encStrNormalizedEq" ->
          EncryptedTextExpression.parse(name, "string", 10255705, spec, scope);
      case "$encStrStartsWith" ->
          EncryptedTextExpression.parse(name, "prefix", 10111803, spec, scope);
      case "$indexOfBytes" -> IndexOfTextExpression.BYTES.parse(spec, scope);
      case "$indexOfCP" -> IndexOfTextExpression.CODE_POINTS.parse(spec, scope);
      case "$ltrim" -> TrimExpression.parse(name, spec, scope, true, false);
      case "$regexFind" -> RegexExpression.FIND.parse(spec, scope);
      case "$regexFindAll" -> RegexExpression.FIND_ALL.parse(spec, scope);
      case "$regexMatch" -> RegexExpression.MATCH.parse(spec, scope);
      case "$replaceAll" -> ReplaceExpression.parse(name, spec, scope, true);
      case "$replaceOne" -> ReplaceExpression.parse(name, spec, scope, false);
      case "$rtrim" -> TrimExpression.parse(name, spec, scope, false, true);
      case "$split" -> SplitExpression.parse(spec, scope);
      case "$strLenBytes" -> StrLenExpression.parseBytes(spec, scope);
      case "$strLenCP" -> StrLenExpression.parseCodePoints(spec, scope);
      case "$strcasecmp" -> StrcasecmpExpression.parse(spec, scope);
      case "$substr", "$substrBytes" -> SubstrBytesExpression.parse(name, spec, scope);
      case "$substrCP" -> SubstrCPExpression.parse(spec, scope);
      case "$toLower" -> CaseExpression.parse(name, spec, scope, false);
      case "$toUpper" -> CaseExpression.parse(name, spec, scope, true);
      case "$trim" -> TrimExpression.parse(name, spec, scope, true, true);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
