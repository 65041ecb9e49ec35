package dev.meerkat.engine.collection;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One statement of the update command, its fields by their wire names. Threads: confined to one
 * operation.
 */
public final class UpdateStatement {
  private final @Nullable PointUpdate point;
  private @Nullable BsonDocument q;
  private @Nullable BsonValue u;
  private final Options options;

  /** What most statements leave out. */
  private record Options(
      @Nullable BsonDocument c,
      boolean multi,
      boolean upsert,
      @Nullable BsonArray arrayFilters,
      @Nullable BsonValue hint,
      @Nullable BsonDocument collation,
      @Nullable BsonDocument sort,
      boolean isOfOplog) {
    static final Options NONE = new Options(null, false, false, null, null, null, null, false);
  }

  private UpdateStatement(
      @Nullable PointUpdate point,
      @Nullable BsonDocument q,
      @Nullable BsonValue u,
      Options options) {
    this.point = point;
    this.q = q;
    this.u = u;
    this.options = options;
  }

  /**
   * A statement of a client's.
   *
   * @param u operators, a replacement document, or a pipeline
   * @param c constants for a pipeline, or null
   */
  public UpdateStatement(
      BsonDocument q,
      BsonValue u,
      @Nullable BsonDocument c,
      boolean multi,
      boolean upsert,
      @Nullable BsonArray arrayFilters,
      @Nullable BsonValue hint,
      @Nullable BsonDocument collation,
      @Nullable BsonDocument sort) {
    this(null, q, u, new Options(c, multi, upsert, arrayFilters, hint, collation, sort, false));
  }

  /** A statement that says nothing else. */
  public static UpdateStatement of(PointUpdate point) {
    return new UpdateStatement(point, null, null, Options.NONE);
  }

  /** What an oplog entry says of one document. */
  public static UpdateStatement ofOplog(BsonDocument id, BsonDocument change, boolean upsert) {
    return new UpdateStatement(
        null, id, change, new Options(null, false, upsert, null, null, null, null, true));
  }

  /** The statement as it has come, where it may take the short way; else null. */
  @Nullable PointUpdate point() {
    return point;
  }

  public BsonDocument q() {
    BsonDocument known = q;
    if (known == null && point != null) {
      known = point.decoded();
      q = known;
    }
    return known == null ? new BsonDocument() : known;
  }

  /** Operators, a replacement document, or a pipeline. */
  public BsonValue u() {
    BsonValue known = u;
    if (known == null && point != null) {
      known = point.decodedU();
      u = known;
    }
    return known == null ? new BsonDocument() : known;
  }

  /** Constants for a pipeline, or null. */
  public @Nullable BsonDocument c() {
    return options.c();
  }

  public boolean multi() {
    return options.multi();
  }

  public boolean upsert() {
    return options.upsert();
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

  public @Nullable BsonDocument sort() {
    return options.sort();
  }

  /** Whether {@link #u} is what an oplog entry says of an update. */
  boolean isOfOplog() {
    return options.isOfOplog();
  }
}
