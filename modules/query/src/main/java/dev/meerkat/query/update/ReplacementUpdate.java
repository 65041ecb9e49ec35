package dev.meerkat.query.update;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * An update that puts another document in the place of the old one, all but its {@code _id}.
 * Threads: immutable.
 */
public final class ReplacementUpdate implements Update {
  private final DocumentView replacement;
  private final Filter filter;

  private ReplacementUpdate(DocumentView replacement, Filter filter) {
    this.replacement = replacement;
    this.filter = filter;
  }

  static ReplacementUpdate parse(BsonDocument spec, UpdateOptions options) {
    if (options.isMulti()) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "multi update is not supported for replacement-style update");
    }
    if (!options.arrayFilters().isEmpty()) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "arrayFilters may not be specified for replacement-style updates");
    }
    for (String name : spec.keySet()) {
      if (name.startsWith("$")) {
        throw new ServerException(
            ErrorCode.DOLLAR_PREFIXED_FIELD_NAME,
            "The dollar ($) prefixed field '"
                + name
                + "' is not allowed in the context of an update's replacement document. Consider"
                + " using an aggregation pipeline with $replaceWith.");
      }
    }
    return new ReplacementUpdate(DocumentView.of(spec), options.filter());
  }

  /** A replacement that another server has stored already, whatever its fields are called. */
  static ReplacementUpdate stored(BsonDocument spec, UpdateOptions options) {
    return new ReplacementUpdate(DocumentView.of(spec), options.filter());
  }

  @Override
  public DocumentView apply(DocumentView document, UpdateContext context) {
    return replace(document, replacement);
  }

  /** The replacement under the identity of the document that it replaces. */
  static DocumentView replace(DocumentView document, DocumentView replacement) {
    DocumentView replaced;
    if (Identity.isMissing(replacement)) {
      replaced = Identity.from(document, replacement);
    } else {
      Identity.check(document, replacement);
      replaced = Identity.first(replacement);
    }
    return replaced;
  }

  @Override
  public DocumentView upsert(UpdateContext context) {
    BsonValue id = UpsertSeed.id(filter);
    return id == null
        ? Identity.first(replacement)
        : replace(DocumentView.of(new BsonDocument("_id", id)), replacement);
  }

  @Override
  public ChangeShape shape() {
    return new ChangeShape.Replaced();
  }

  @Override
  public boolean mayTouch(String field) {
    return !field.equals("_id");
  }
}
