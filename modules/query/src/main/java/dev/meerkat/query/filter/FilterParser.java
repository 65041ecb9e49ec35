package dev.meerkat.query.filter;

import dev.meerkat.query.Language;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonDocument;

/** Takes a filter document apart and hands each operator to its provider. Threads: immutable. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class FilterParser {
  private FilterParser() {}

  /** Parses a whole filter; an empty one matches everything. */
  public static Filter parse(BsonDocument spec, ParseScope scope, Language language) {
    throw new UnsupportedOperationException(spec.toJson());
  }
}
