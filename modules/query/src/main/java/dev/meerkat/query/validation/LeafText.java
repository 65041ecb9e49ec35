package dev.meerkat.query.validation;

import dev.meerkat.query.filter.TypeAliases;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.values.QueryPaths.LeafArrays;

/**
 * What is said of an operator on a path. Threads: immutable.
 *
 * @param reason why a document fails it
 * @param invertedReason why a document fails its negation
 * @param arrays which values at the path are named
 * @param types the types of which one value must be, or -1
 * @param negates whether the operator is itself the negation of what the reasons speak of
 */
record LeafText(
    String reason, String invertedReason, LeafArrays arrays, long types, boolean negates) {
  private static final long ANY = -1L;
  private static final long TEXTS =
      TypeAliases.bit(BsonBytes.STRING)
          | TypeAliases.bit(BsonBytes.SYMBOL)
          | TypeAliases.bit(BsonBytes.REGEX);
  private static final long ARRAYS = TypeAliases.bit(BsonBytes.ARRAY);

  static LeafText of(String operator) {
    return switch (operator) {
      case "$all" ->
          ofArray(
              "array did not contain all specified values",
              "array did contain all specified values",
              ANY);
      case "$bitsAllClear", "$bitsAllSet", "$bitsAnyClear", "$bitsAnySet" ->
          ofElements(
              "bitwise operator failed to match",
              "bitwise operator matched successfully",
              TypeAliases.NUMBERS | TypeAliases.bit(BsonBytes.BINARY));
      case "$elemMatch" ->
          ofArray(
              "array did not satisfy the child predicate",
              "array did satisfy the child predicate",
              ARRAYS);
      case "$exists" -> ofElements("path does not exist", "path does exist", ANY);
      case "$geoIntersects" ->
          ofElements(
              "none of the considered geometries intersected the expression’s geometry",
              "at least one of considered geometries intersected the expression’s geometry",
              ANY);
      case "$geoWithin", "$within" ->
          ofElements(
              "none of the considered geometries were contained within the expression’s geometry",
              "at least one of considered geometries was contained within the expression’s"
                  + " geometry",
              ANY);
      case "$in" ->
          ofElements("no matching value found in array", "matching value found in array", ANY);
      case "$mod" ->
          ofElements(
              "$mod did not evaluate to expected remainder",
              "$mod did evaluate to expected remainder",
              TypeAliases.NUMBERS);
      case "$ne" -> of("$eq").negated();
      case "$nin" -> of("$in").negated();
      case "$regex" ->
          ofElements("regular expression did not match", "regular expression did match", TEXTS);
      case "$size" ->
          ofArray(
              "array length was not equal to given size",
              "array length was equal to given size",
              ARRAYS);
      case "$type" -> ofElements("type did not match", "type did match", ANY);
      default -> ofElements("comparison failed", "comparison succeeded", ANY);
    };
  }

  private static LeafText ofElements(String reason, String invertedReason, long types) {
    return new LeafText(reason, invertedReason, LeafArrays.ELEMENTS, types, false);
  }

  private static LeafText ofArray(String reason, String invertedReason, long types) {
    return new LeafText(reason, invertedReason, LeafArrays.ARRAY, types, false);
  }

  LeafText negated() {
    return new LeafText(reason, invertedReason, arrays, types, true);
  }
}
