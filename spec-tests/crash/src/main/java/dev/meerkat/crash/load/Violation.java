package dev.meerkat.crash.load;

import java.util.Map;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** The server has not kept what it promised. Threads: immutable. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Violation(String message) {
    super(message);
  }

  /** Ends the check where {@code condition} does not hold. */
  public static void require(boolean condition, Supplier<String> what) {
    if (!condition) {
      throw new Violation(what.get());
    }
  }

  /**
   * Ends the check unless a collection has the documents that somebody makes of it.
   *
   * @param who makes them, for the message
   * @param made the documents by their {@code _id}
   */
  static void requireSame(
      String who,
      String namespace,
      Map<BsonValue, BsonDocument> made,
      Iterable<BsonDocument> documents) {
    int count = 0;
    for (BsonDocument document : documents) {
      count++;
      BsonDocument other = made.get(document.get("_id"));
      require(
          document.equals(other),
          () -> "%s: %s makes %s, not %s".formatted(namespace, who, other, document));
    }
    int found = count;
    require(
        found == made.size(),
        () -> "%s: %s makes %d documents, not %d".formatted(namespace, who, made.size(), found));
  }
}
