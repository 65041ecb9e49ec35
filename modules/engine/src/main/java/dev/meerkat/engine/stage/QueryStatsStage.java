package dev.meerkat.engine.stage;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import java.util.List;
import org.bson.BsonValue;

/**
 * Tells how often queries of a shape have run, and how long. They are counted where the parameter
 * {@code internalQueryStatsRateLimit} says so, which is 0 in MongoDB unless somebody sets it; this
 * server has no other value for it, and so there is nothing to tell. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/queryStats/">$queryStats</a>
 */
final class QueryStatsStage {
  private static final String NAME = "$queryStats";
  private static final DocumentSchema SPEC =
      DocumentSchema.of(NAME, Field.document("transformIdentifiers"));
  private static final DocumentSchema TRANSFORM =
      DocumentSchema.of(
          NAME + ".transformIdentifiers",
          Field.string("algorithm").required(),
          Field.of("hmacKey", BsonBytes.BINARY));

  private QueryStatsStage() {}

  static Stage parse(BsonValue spec, ParseScope scope) {
    if (!spec.isDocument()) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          NAME + " value must be an object. Found: " + spec.getBsonType());
    }
    Fields fields = SPEC.parse(DocumentView.of(spec.asDocument()));
    if (fields.has("transformIdentifiers")) {
      String algorithm =
          TRANSFORM.parse(fields.document("transformIdentifiers")).string("algorithm");
      if (!algorithm.equals("hmac-sha-256")) {
        throw new ServerException(
            ErrorCode.BAD_VALUE,
            "Enumeration value '%s' for field '%s.transformIdentifiers.algorithm' is not a valid value."
                .formatted(algorithm, NAME));
      }
    }
    if (!scope.namespace().database().equals("admin")
        || !scope.namespace().collection().equals("$cmd.aggregate")) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE,
          NAME + " must be run against the 'admin' database with {aggregate: 1}");
    }
    return new EngineStage(
        NAME, spec, StageTraits.Position.FIRST_WITHOUT_COLLECTION, (_, _) -> List.of());
  }
}
