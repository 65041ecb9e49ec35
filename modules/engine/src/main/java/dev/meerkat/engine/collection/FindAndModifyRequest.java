package dev.meerkat.engine.collection;

import dev.meerkat.spi.Namespace;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What the findAndModify command asks for. Threads: confined to one operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/findAndModify/">findAndModify</a>
 */
public final class FindAndModifyRequest {
  private final Namespace namespace;

  /** What takes the short way: an update, or else a removal. */
  private final @Nullable PointId point;

  private @Nullable BsonDocument query;
  private @Nullable BsonValue update;
  private final int statementId;
  private final Options options;

  /** What most requests leave out. */
  private record Options(
      @Nullable BsonDocument sort,
      boolean upsert,
      boolean returnNew,
      @Nullable BsonDocument fields,
      @Nullable BsonArray arrayFilters,
      @Nullable BsonValue hint,
      @Nullable BsonDocument collation,
      @Nullable BsonDocument let,
      boolean bypassValidation,
      boolean keepEmptyTimestamps) {
    static final Options NONE = onlyNew(false);
    static final Options NEW = onlyNew(true);

    private static Options onlyNew(boolean returnNew) {
      return new Options(null, false, returnNew, null, null, null, null, null, false, false);
    }
  }

  private FindAndModifyRequest(
      Namespace namespace,
      @Nullable PointId point,
      @Nullable BsonDocument query,
      @Nullable BsonValue update,
      int statementId,
      Options options) {
    this.namespace = namespace;
    this.point = point;
    this.query = query;
    this.update = update;
    this.statementId = statementId;
    this.options = options;
  }

  /**
   * @param update operators, a replacement or a pipeline; null where the document is removed
   * @param returnNew whether the answer shows the document after the change
   * @param fields the projection of the answer, or null
   * @param statementId the retryable write's statement, or -1
   */
  public FindAndModifyRequest(
      Namespace namespace,
      BsonDocument query,
      @Nullable BsonDocument sort,
      @Nullable BsonValue update,
      boolean upsert,
      boolean returnNew,
      @Nullable BsonDocument fields,
      @Nullable BsonArray arrayFilters,
      @Nullable BsonValue hint,
      @Nullable BsonDocument collation,
      @Nullable BsonDocument let,
      int statementId,
      boolean bypassValidation,
      boolean keepEmptyTimestamps) {
    this(
        namespace,
        null,
        query,
        update,
        statementId,
        new Options(
            sort,
            upsert,
            returnNew,
            fields,
            arrayFilters,
            hint,
            collation,
            let,
            bypassValidation,
            keepEmptyTimestamps));
  }

  /** A request that asks for nothing else than that. */
  public static FindAndModifyRequest of(
      Namespace namespace, PointUpdate point, boolean returnNew, int statementId) {
    Options options = returnNew ? Options.NEW : Options.NONE;
    return new FindAndModifyRequest(namespace, point, null, null, statementId, options);
  }

  /** A request that removes the document with one {@code _id} and asks for nothing else. */
  public static FindAndModifyRequest of(Namespace namespace, PointId removal, int statementId) {
    return new FindAndModifyRequest(namespace, removal, null, null, statementId, Options.NONE);
  }

  public boolean isRemove() {
    return point() == null && update == null;
  }

  public Namespace namespace() {
    return namespace;
  }

  /** The change as it has come, where it may take the short way; else null. */
  @Nullable PointUpdate point() {
    return point instanceof PointUpdate changed ? changed : null;
  }

  /** The document to be removed, where it may be found the short way; else null. */
  @Nullable PointId removal() {
    return point instanceof PointUpdate ? null : point;
  }

  public BsonDocument query() {
    BsonDocument known = query;
    if (known == null) {
      known = point == null ? new BsonDocument() : point.decoded();
      query = known;
    }
    return known;
  }

  /** Operators, a replacement or a pipeline; null where the document is removed. */
  public @Nullable BsonValue update() {
    if (update == null && point instanceof PointUpdate changed) {
      update = changed.decodedU();
    }
    return update;
  }

  /** Whether the answer shows the document after the change. */
  public boolean returnNew() {
    return options.returnNew();
  }

  /** The retryable write's statement, or -1. */
  public int statementId() {
    return statementId;
  }

  public @Nullable BsonDocument sort() {
    return options.sort();
  }

  public boolean upsert() {
    return options.upsert();
  }

  /** The projection of the answer, or null. */
  public @Nullable BsonDocument fields() {
    return options.fields();
  }

  public @Nullable BsonArray arrayFilters() {
    return options.arrayFilters();
  }

  public @Nullable BsonValue hint() {
    return options.hint();
  }

  public @Nullable BsonDocument collation() {
    return options.collation();
  }

  public @Nullable BsonDocument let() {
    return options.let();
  }

  public boolean bypassValidation() {
    return options.bypassValidation();
  }

  public boolean keepEmptyTimestamps() {
    return options.keepEmptyTimestamps();
  }
}
