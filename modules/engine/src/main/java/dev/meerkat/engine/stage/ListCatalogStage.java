package dev.meerkat.engine.stage;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * {@code $listCatalog}: the records that the catalog has of a collection, or of everything where it
 * is run on {@code admin} without one. Threads: immutable.
 */
final class ListCatalogStage {
  private static final String NAME = "$listCatalog";

  private ListCatalogStage() {}

  static Stage parse(BsonValue spec, ParseScope scope) {
    if (!spec.isDocument() || !spec.asDocument().isEmpty()) {
      throw new ServerException(
          ErrorCode.location(6200600),
          "The $listCatalog stage specification must be an empty object");
    }
    Namespace namespace = scope.namespace();
    boolean hasCollection = !namespace.collection().equals("$cmd.aggregate");
    if (!hasCollection && !namespace.database().equals("admin")) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE,
          "Collectionless $listCatalog must be run against the 'admin' database with {aggregate:"
              + " 1}");
    }
    return hasCollection
        ? new EngineStage(
            NAME,
            spec,
            StageTraits.Position.FIRST,
            (operation, context) -> operation.engine().catalog().records(context.namespace()))
        : new EngineStage(
            NAME,
            spec,
            StageTraits.Position.FIRST_WITHOUT_COLLECTION,
            ListCatalogStage::everything);
  }

  private static List<BsonDocument> everything(Operation operation, StageContext context) {
    List<BsonDocument> records = new ArrayList<>();
    for (String database : operation.catalog().databases()) {
      records.addAll(operation.engine().catalog().records(database));
    }
    return records;
  }
}
