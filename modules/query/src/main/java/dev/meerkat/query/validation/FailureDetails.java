package dev.meerkat.query.validation;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.ParseScope;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Tells of a document that fails a validator which operators it fails, and by which values.
 * Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/schema-validation/handle-invalid-documents/">
 *     Handle invalid documents</a>
 */
public final class FailureDetails {
  /** Larger details leave out what is as large as the document and the validator. */
  private static final int MAX_BYTES = 12 * 1024 * 1024;

  private static final Set<String> LARGE =
      Set.of("specifiedAs", "consideredValue", "consideredValues", "duplicatedValue");

  private final Clause root;

  private FailureDetails(Clause root) {
    this.root = root;
  }

  /**
   * @param validator a filter that can be parsed in {@code scope}
   */
  public static FailureDetails of(BsonDocument validator, ParseScope scope) {
    return new FailureDetails(ClauseParser.parse(validator, scope));
  }

  /**
   * The field {@code details} of the error's {@code errInfo}.
   *
   * @param document one that the validator does not match
   */
  public BsonDocument of(DocumentView document, EvaluationScope scope) {
    BsonDocument details = root.explain(document, scope, false);
    return BsonBytes.encode(details).length > MAX_BYTES ? shortened(details) : details;
  }

  private static BsonDocument shortened(BsonDocument details) {
    BsonDocument shorter = new BsonDocument();
    for (Map.Entry<String, BsonValue> field : details.entrySet()) {
      if (!LARGE.contains(field.getKey())) {
        shorter.append(field.getKey(), shortened(field.getValue()));
      }
    }
    return shorter;
  }

  private static BsonValue shortened(BsonValue value) {
    return switch (value) {
      case BsonDocument document -> shortened(document);
      case BsonArray array -> {
        BsonArray shorter = new BsonArray();
        array.forEach(element -> shorter.add(shortened(element)));
        yield shorter;
      }
      default -> value;
    };
  }
}
