package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * The only indexes that the planner may look at for queries of one shape. Threads: immutable.
 *
 * @param description how it was given: {@code query}, {@code sort}, {@code projection}, {@code
 *     collation}
 * @param indexes names and key patterns
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/planCacheSetFilter/">planCacheSetFilter</a>
 */
public record IndexFilter(PlanShape shape, BsonDocument description, BsonArray indexes) {
  /** Whether the planner may look at an index. */
  boolean allows(CollectionIndex index) {
    for (BsonValue allowed : indexes) {
      if (Hint.parse(allowed).names(index)) {
        return true;
      }
    }
    return false;
  }

  /** As {@code planCacheListFilters} shows it. */
  public BsonDocument toBson() {
    BsonDocument document = new BsonDocument();
    document.putAll(description);
    return document.append("indexes", indexes);
  }
}
