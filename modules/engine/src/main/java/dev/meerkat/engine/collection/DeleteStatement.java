package dev.meerkat.engine.collection;

import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** One statement of the delete command. Threads: confined to one operation. */
public final class DeleteStatement {
  private final @Nullable PointId point;
  private @Nullable BsonDocument q;
  private final boolean one;
  private final @Nullable BsonValue hint;
  private final @Nullable BsonDocument collation;

  private DeleteStatement(
      @Nullable PointId point,
      @Nullable BsonDocument q,
      boolean one,
      @Nullable BsonValue hint,
      @Nullable BsonDocument collation) {
    this.point = point;
    this.q = q;
    this.one = one;
    this.hint = hint;
    this.collation = collation;
  }

  /**
   * @param one whether at most one document goes
   */
  public DeleteStatement(
      BsonDocument q, boolean one, @Nullable BsonValue hint, @Nullable BsonDocument collation) {
    this(null, q, one, hint, collation);
  }

  /** A statement that removes one document and says nothing else. */
  public static DeleteStatement of(PointId point) {
    return new DeleteStatement(point, null, true, null, null);
  }

  /** The document as it was asked for, where it may be found the short way; else null. */
  @Nullable PointId point() {
    return point;
  }

  public BsonDocument q() {
    BsonDocument known = q;
    if (known == null) {
      known = point == null ? new BsonDocument() : point.decoded();
      q = known;
    }
    return known;
  }

  /** Whether at most one document goes. */
  public boolean one() {
    return one;
  }

  public @Nullable BsonValue hint() {
    return hint;
  }

  public @Nullable BsonDocument collation() {
    return collation;
  }
}
