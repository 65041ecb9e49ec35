package dev.meerkat.query.update;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What an update does to a document: operators, a replacement or a pipeline. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/update/">Update
 *     operators</a>
 */
public sealed interface Update
    permits DiffUpdate, OperatorUpdate, PipelineUpdate, ReplacementUpdate {
  /**
   * Parses the {@code u} of an update statement, or findAndModify's {@code update}.
   *
   * @throws dev.meerkat.spi.ServerException 9 FailedToParse, 40 ConflictingUpdateOperators, …
   */
  static Update parse(BsonValue spec, UpdateOptions options, ParseScope scope) {
    if (spec instanceof BsonDocument document) {
      return !document.isEmpty() && document.getFirstKey().startsWith("$")
          ? OperatorUpdate.parse(document, options, scope)
          : ReplacementUpdate.parse(document, options);
    }
    if (spec instanceof BsonArray pipeline) {
      return PipelineUpdate.parse(pipeline, options, scope);
    }
    throw new ServerException(
        ErrorCode.FAILED_TO_PARSE, "Update argument must be either an object or an array");
  }

  /**
   * Parses operators that stand beside a filter of one {@code _id}, which nothing has to be asked
   * of; null where another parse has to say what they are, or what is wrong with them.
   *
   * @param array holds the document, whose first field is an operator
   * @param offset where it stands
   * @param scope made for operators that ask for it
   */
  static @Nullable Update parsePoint(byte[] array, int offset, Supplier<ParseScope> scope) {
    return OperatorUpdate.parsePoint(array, offset, scope);
  }

  /**
   * Parses the {@code o} of an oplog entry that is an update: a replacement, or a diff.
   *
   * @throws dev.meerkat.spi.ServerException 4772600 where it is neither, …
   */
  static Update parseOplogEntry(BsonDocument spec, UpdateOptions options) {
    return spec.containsKey("_id")
        ? ReplacementUpdate.stored(spec, options)
        : DiffUpdate.parse(spec);
  }

  /**
   * Answers the changed document, which may stand in the context's scratch, or {@code document}
   * itself where nothing changes. A replacement always counts as a change.
   *
   * @throws dev.meerkat.spi.ServerException 28 PathNotViable, 66 ImmutableField, …; the document is
   *     to stay as it is
   */
  DocumentView apply(DocumentView document, UpdateContext context);

  /**
   * Answers the document that an upsert inserts where nothing has matched. It has an {@code _id}
   * only if the filter or the update gives one; if it has one, it stands first.
   */
  DocumentView upsert(UpdateContext context);

  /**
   * Whether the update can change a top-level field, so that indexes on other fields need not be
   * looked at.
   */
  boolean mayTouch(String field);

  /** How the update's effect is told in the oplog. */
  ChangeShape shape();
}
