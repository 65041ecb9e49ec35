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
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Tells of the collections and views of a database, or of all databases where it is run on {@code
 * admin}. Nothing is sharded here. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/listClusterCatalog/">$listClusterCatalog</a>
 */
final class ListClusterCatalogStage {
  private static final String NAME = "$listClusterCatalog";
  private static final String INTERNAL = "$_internalListCollections";

  private ListClusterCatalogStage() {}

  static Stage parse(BsonValue spec, ParseScope scope) {
    if (!spec.isDocument()) {
      throw new ServerException(
          ErrorCode.location(9621302), NAME + " must take a nested object but found: " + spec);
    }
    spec.asDocument().forEach(ListClusterCatalogStage::checkOption);
    if (!scope.namespace().collection().equals("$cmd.aggregate")) {
      throw new ServerException(
          ErrorCode.location(9621301), NAME + " must be run against a database");
    }
    boolean shards = spec.asDocument().getBoolean("shards", BsonBoolean.FALSE).getValue();
    return new EngineStage(
        NAME,
        spec,
        StageTraits.Position.FIRST_WITHOUT_COLLECTION,
        (operation, context) -> documents(operation, context, shards));
  }

  /** {@code $_internalListCollections}, which tells the same but for what is sharded. */
  static Stage parseInternal(BsonValue spec, ParseScope scope) {
    if (!spec.isDocument() || !spec.asDocument().isEmpty()) {
      throw new ServerException(
          ErrorCode.location(9525805),
          INTERNAL + " must take a nested empty object but found: " + spec);
    }
    if (!scope.namespace().collection().equals("$cmd.aggregate")) {
      throw new ServerException(
          ErrorCode.location(9525806), "The " + INTERNAL + " stage must be run against a database");
    }
    return new EngineStage(
        INTERNAL,
        spec,
        StageTraits.Position.FIRST_WITHOUT_COLLECTION,
        ListClusterCatalogStage::collections);
  }

  private static void checkOption(String name, BsonValue value) {
    if (!name.equals("shards") && !name.equals("balancingConfiguration")) {
      throw new ServerException(
          ErrorCode.IDL_UNKNOWN_FIELD,
          "BSON field '" + NAME + "." + name + "' is an unknown field.");
    }
    if (!value.isBoolean()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "BSON field '" + NAME + "." + name + "' is the wrong type, expected type 'bool'");
    }
  }

  private static List<BsonDocument> documents(
      Operation operation, StageContext context, boolean shards) {
    List<BsonDocument> documents = collections(operation, context);
    for (BsonDocument document : documents) {
      document.append("sharded", BsonBoolean.FALSE);
      if (shards) {
        document.append("shards", new BsonArray());
      }
    }
    return documents;
  }

  private static List<BsonDocument> collections(Operation operation, StageContext context) {
    String own = context.namespace().database();
    List<String> databases = own.equals("admin") ? operation.catalog().databases() : List.of(own);
    List<BsonDocument> documents = new ArrayList<>();
    for (String database : databases) {
      for (BsonDocument listed : operation.engine().catalog().collections(database)) {
        documents.add(document(database, listed));
      }
    }
    return documents;
  }

  private static BsonDocument document(String database, BsonDocument listed) {
    Namespace namespace = new Namespace(database, listed.getString("name").getValue());
    BsonDocument document =
        new BsonDocument("db", new BsonString(database))
            .append("ns", new BsonString(namespace.fullName()));
    listed.forEach(
        (field, value) -> {
          if (!field.equals("name")) {
            document.append(field, value);
          }
        });
    return document;
  }
}
