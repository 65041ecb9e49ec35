package dev.meerkat.engine.stage;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.CollectionHandle;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Lists the queries that were sampled for the choice of a shard key. They are kept in {@code
 * config.sampledQueries}, where nothing comes as long as nobody asks for samples. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/listSampledQueries/">$listSampledQueries</a>
 */
final class ListSampledQueriesStage {
  private static final String NAME = "$listSampledQueries";
  private static final Namespace SAMPLES = new Namespace("config", "sampledQueries");
  private static final DocumentSchema SPEC = DocumentSchema.of(NAME, Field.string("namespace"));

  private ListSampledQueriesStage() {}

  static Stage parse(BsonValue spec, ParseScope scope) {
    if (!spec.isDocument()) {
      throw new ServerException(
          ErrorCode.location(6876000), NAME + " must take a nested object but found: " + spec);
    }
    if (!scope.namespace().database().equals("admin")
        || !scope.namespace().collection().equals("$cmd.aggregate")) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE,
          NAME + " must be run against the 'admin' database with {aggregate: 1}");
    }
    Fields fields = SPEC.parse(DocumentView.of(spec.asDocument()));
    BsonDocument filter =
        fields.has("namespace")
            ? new BsonDocument("ns", new BsonString(fields.string("namespace")))
            : new BsonDocument();
    return new EngineStage(
        NAME,
        spec,
        StageTraits.Position.FIRST_WITHOUT_COLLECTION,
        (operation, _) -> documents(operation, filter));
  }

  private static List<BsonDocument> documents(Operation operation, BsonDocument filter) {
    if (!operation.engine().options().isReplicaSet()) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION, NAME + " is not supported on a standalone mongod");
    }
    List<BsonDocument> documents = new ArrayList<>();
    CollectionHandle samples = operation.catalog().find(SAMPLES);
    if (samples != null) {
      try (Cursor cursor = samples.find(filter, new BsonDocument())) {
        while (cursor.advance()) {
          documents.add(cursor.current().toBson());
        }
      }
    }
    return documents;
  }
}
