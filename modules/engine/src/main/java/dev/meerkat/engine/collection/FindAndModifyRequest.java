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
  private final @Nullable PointUpdate point;
  private final @Nullable PointId removal;
  private @Nullable BsonDocument query;
  private @Nullable BsonValue update;
  private final boolean returnNew;
  private final int statementId;
  private final Options options;

  /** What most requests leave out. */
  private record Options(
      @Nullable BsonDocument sort,
      boolean upsert,
      @Nullable BsonDocument fields,
      @Nullable BsonArray arrayFilters,
      @Nullable BsonValue hint,
      @Nullable BsonDocument collation,
      @Nullable BsonDocument let,
      boolean bypassValidation,
      boolean keepEmptyTimestamps) {
    static final Options NONE =
        new Options(null, false, null, null, null, null, null, false, false);
  }

  private FindAndModifyRequest(
      Namespace namespace,
      @Nullable PointUpdate point,
      @Nullable PointId removal,
      @Nullable BsonDocument query,
      @Nullable BsonValue update,
      boolean returnNew,
      int statementId,
      Options options) {
    this.namespace = namespace;
    this.point = point;
    this.removal = removal;
    this.query = query;
    this.update = update;
    this.returnNew = returnNew;
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
        null,
        query,
        update,
        returnNew,
        statementId,
        new Options(
            sort,
            upsert,
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
    return new FindAndModifyRequest(
        namespace, point, null, null, null, returnNew, statementId, Options.NONE);
  }

  /** A request that removes the document with one {@code _id} and asks for nothing else. */
  public static FindAndModifyRequest of(Namespace namespace, PointId removal, int statementId) {
    return new FindAndModifyRequest(
        namespace, null, removal, null, null, false, statementId, Options.NONE);
  }

  public boolean isRemove() {
    return point == null && update == null;
  }

  public Namespace namespace() {
    return namespace;
  }

  /** The change as it has come, where it may take the short way; else null. */
  @Nullable PointUpdate point() {
    return point;
  }

  /** The document to be removed, where it may be found the short way; else null. */
  @Nullable PointId removal() {
    return removal;
  }

  public BsonDocument query() {
    BsonDocument known = query;
    if (known == null) {
      PointId id = point == null ? removal : point.id();
      known = id == null ? new BsonDocument() : id.decoded();
      query = known;
    }
    return known;
  }

  /** Operators, a replacement or a pipeline; null where the document is removed. */
  public @Nullable BsonValue update() {
    if (update == null && point != null) {
      update = point.decodedU();
    }
    return update;
  }

  /** Whether the answer shows the document after the change. */
  public boolean returnNew() {
    return returnNew;
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
