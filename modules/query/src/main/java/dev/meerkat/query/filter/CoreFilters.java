package dev.meerkat.query.filter;

import dev.meerkat.query.filter.BitsFilter.Wanted;
import dev.meerkat.query.filter.ComparisonFilter.Relation;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** The built-in filter operators. Threads: immutable. */
public final class CoreFilters implements FilterProvider {
  @Override
  public Set<String> names() {
    return Set.of(
        "$all",
        "$alwaysFalse",
        "$alwaysTrue",
        "$and",
        "$bitsAllClear",
        "$bitsAllSet",
        "$bitsAnyClear",
        "$bitsAnySet",
        "$comment",
        "$elemMatch",
        "$eq",
        "$exists",
        "$expr",
        "$geoIntersects",
        "$geoWithin",
        "$gt",
        "$gte",
        "$in",
        "$jsonSchema",
        "$lt",
        "$lte",
        "$maxDistance",
        "$minDistance",
        "$mod",
        "$ne",
        "$near",
        "$nearSphere",
        "$nin",
        "$nor",
        "$not",
        "$options",
        "$or",
        "$regex",
        "$sampleRate",
        "$size",
        "$text",
        "$type",
        "$where",
        "$within");
  }

  @Override
  public Filter parseTop(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$alwaysFalse" -> ConstantFilter.parse(name, spec, false);
      case "$alwaysTrue" -> ConstantFilter.parse(name, spec, true);
      case "$and" -> AndFilter.parse(spec, scope);
      case "$comment" -> ConstantFilter.TRUE;
      case "$expr" -> ExprFilter.parse(spec, scope);
      case "$jsonSchema" -> JsonSchemaFilter.parse(spec);
      case "$nor" -> NorFilter.parse(spec, scope);
      case "$or" -> OrFilter.parse(spec, scope);
      case "$sampleRate" -> SampleRateFilter.parse(spec);
      case "$text" -> TextFilter.parse(spec);
      case "$where" ->
          throw new ServerException(ErrorCode.BAD_VALUE, "no globalScriptEngine in $where parsing");
      default -> FilterProvider.super.parseTop(name, spec, scope);
    };
  }

  @Override
  public Filter parseOnPath(
      String path, String name, BsonValue spec, BsonDocument siblings, ParseScope scope) {
    return switch (name) {
      case "$all" -> AllFilter.parse(path, spec, scope);
      case "$bitsAllClear" -> BitsFilter.parse(path, Wanted.ALL_CLEAR, spec, scope);
      case "$bitsAllSet" -> BitsFilter.parse(path, Wanted.ALL_SET, spec, scope);
      case "$bitsAnyClear" -> BitsFilter.parse(path, Wanted.ANY_CLEAR, spec, scope);
      case "$bitsAnySet" -> BitsFilter.parse(path, Wanted.ANY_SET, spec, scope);
      case "$elemMatch" -> ElemMatchFilter.parse(path, spec, scope);
      case "$eq" -> ComparisonFilter.parse(path, Relation.EQUAL, spec, scope);
      case "$exists" -> ExistsFilter.parse(path, spec, scope);
      case "$geoIntersects" -> GeoFilter.parseIntersects(path, spec, siblings, scope);
      case "$geoWithin", "$within" -> GeoFilter.parseWithin(path, name, spec, siblings, scope);
      case "$gt" -> ComparisonFilter.parse(path, Relation.GREATER, spec, scope);
      case "$gte" -> ComparisonFilter.parse(path, Relation.GREATER_OR_EQUAL, spec, scope);
      case "$in" -> InFilter.parse(path, spec, scope);
      case "$lt" -> ComparisonFilter.parse(path, Relation.LESS, spec, scope);
      case "$lte" -> ComparisonFilter.parse(path, Relation.LESS_OR_EQUAL, spec, scope);
      case "$maxDistance", "$minDistance" -> NearFilter.parseDistance(name, siblings);
      case "$mod" -> ModFilter.parse(path, spec, scope);
      case "$ne" -> ComparisonFilter.parseNotEqual(path, spec, scope);
      case "$near", "$nearSphere" -> NearFilter.parse(path, name, siblings);
      case "$nin" -> InFilter.parseNotIn(path, spec, scope);
      case "$not" -> NotFilter.parse(path, spec, scope);
      case "$options" -> RegexFilter.parseOptions(siblings);
      case "$regex" -> RegexFilter.parse(path, spec, siblings, scope);
      case "$size" -> SizeFilter.parse(path, spec, scope);
      case "$type" -> TypeFilter.parse(path, spec, scope);
      case "$where" ->
          throw new ServerException(ErrorCode.BAD_VALUE, "$where cannot be applied to a field");
      default -> FilterProvider.super.parseOnPath(path, name, spec, siblings, scope);
    };
  }
}
