package dev.meerkat.engine.stage;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.querysettings.QuerySetting;
import dev.meerkat.engine.querysettings.QueryShape;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Tells of what is set for queries by their shape. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/querySettings/">$querySettings</a>
 */
final class QuerySettingsStage {
  private static final String NAME = "$querySettings";
  private static final DocumentSchema SPEC =
      DocumentSchema.of(NAME, Field.bool("showDebugQueryShape"));

  private QuerySettingsStage() {}

  static Stage parse(BsonValue spec) {
    if (!spec.isDocument()) {
      throw new ServerException(
          ErrorCode.location(7746800), NAME + " stage expects a document as argument");
    }
    boolean showsShape =
        SPEC.parse(DocumentView.of(spec.asDocument())).bool("showDebugQueryShape", false);
    return new EngineStage(
        NAME,
        spec,
        StageTraits.Position.FIRST_WITHOUT_COLLECTION,
        (operation, _) -> documents(operation, showsShape));
  }

  private static List<BsonDocument> documents(Operation operation, boolean showsShape) {
    List<BsonDocument> documents = new ArrayList<>();
    for (QuerySetting setting : operation.engine().querySettings().all()) {
      BsonDocument document = setting.toBson();
      BsonDocument query = setting.query();
      if (showsShape && query != null) {
        QueryShape shape = QueryShape.of(query.getString("$db").getValue(), query);
        if (shape != null) {
          document.append("debugQueryShape", shape.document());
        }
      }
      documents.add(document);
    }
    return documents;
  }
}
