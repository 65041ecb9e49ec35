package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What of a collection or view is outside of version 1 of the Stable API: sparse and text indexes,
 * validators and views that use what is not in it. Threads: safe.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/validateDBMetadata/">validateDBMetadata</a>
 */
public record StableApiCheck(Engine engine) {
  /** One thing that is not allowed. */
  public record Violation(ErrorCode code, String message) {}

  /** Everything about an entry that is not allowed, indexes in their order. */
  public List<Violation> of(CollectionEntry entry) {
    List<Violation> violations = new ArrayList<>();
    for (IndexEntry index : entry.indexes()) {
      if (!isAllowed(index.spec())) {
        violations.add(
            new Violation(
                ErrorCode.API_STRICT_ERROR,
                "The index with name " + index.name() + " is not allowed in API version 1."));
      }
    }
    Violation parsed = entry.isView() ? view(entry) : validator(entry);
    if (parsed != null) {
      violations.add(parsed);
    }
    return violations;
  }

  private static boolean isAllowed(BsonDocument spec) {
    BsonValue sparse = spec.get("sparse");
    return !BsonBoolean.TRUE.equals(sparse)
        && !spec.getDocument("key").containsValue(new BsonString("text"));
  }

  private @Nullable Violation view(CollectionEntry entry) {
    return refusal(
        () -> engine.language().pipeline(entry.options().pipeline(), strict(entry), Set.of()));
  }

  private @Nullable Violation validator(CollectionEntry entry) {
    BsonDocument validator = entry.options().validator();
    return validator == null
        ? null
        : refusal(() -> engine.language().scope(strict(entry)).filter(validator));
  }

  private static ParseOptions strict(CollectionEntry entry) {
    return new ParseOptions(
        entry.namespace(),
        entry.options().parsedCollation().order(),
        entry.options().collation(),
        true,
        List.of());
  }

  private static @Nullable Violation refusal(Runnable parse) {
    try {
      parse.run();
      return null;
    } catch (ServerException e) {
      return new Violation(e.code(), e.text());
    }
  }
}
