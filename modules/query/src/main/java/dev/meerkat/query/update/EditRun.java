package dev.meerkat.query.update;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import java.util.function.Supplier;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * One document on its way through an update.
 *
 * @param document the document as it is stored
 * @param isInsert whether it is the seed of an upsert
 * @param position the element that the positional {@code $} means, or -1
 */
record EditRun(
    DocumentView document, Supplier<EvaluationScope> scopes, boolean isInsert, int position) {
  /** Variables, and the time. */
  EvaluationScope scope() {
    return scopes.get();
  }

  /** How errors name the document. */
  String label() {
    BsonValue id = document.get("_id");
    return "{_id: " + (id == null ? new BsonString("?") : id) + "}";
  }
}
