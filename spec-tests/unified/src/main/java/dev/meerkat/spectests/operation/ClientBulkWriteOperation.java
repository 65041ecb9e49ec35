package dev.meerkat.spectests.operation;

import com.mongodb.MongoNamespace;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCluster;
import com.mongodb.client.model.bulk.ClientBulkWriteOptions;
import com.mongodb.client.model.bulk.ClientDeleteManyOptions;
import com.mongodb.client.model.bulk.ClientDeleteOneOptions;
import com.mongodb.client.model.bulk.ClientNamespacedWriteModel;
import com.mongodb.client.model.bulk.ClientReplaceOneOptions;
import com.mongodb.client.model.bulk.ClientUpdateManyOptions;
import com.mongodb.client.model.bulk.ClientUpdateOneOptions;
import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.ClientBulkWriteResults;
import dev.meerkat.spectests.unified.Concerns;
import dev.meerkat.spectests.unified.TestFailure;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A client's bulkWrite over many namespaces. Threads: immutable. */
final class ClientBulkWriteOperation {
  private ClientBulkWriteOperation() {}

  static BsonValue run(Call call) {
    Arguments arguments = call.arguments();
    ClientBulkWriteOptions options = ClientBulkWriteOptions.clientBulkWriteOptions();
    arguments.bool("ordered", options::ordered);
    arguments.bool("bypassDocumentValidation", options::bypassDocumentValidation);
    arguments.bool("verboseResults", options::verboseResults);
    arguments.value("comment", options::comment);
    arguments.document("let", options::let);
    MongoCluster cluster = call.cluster();
    BsonValue concern = arguments.value("writeConcern");
    if (concern != null) {
      cluster = cluster.withWriteConcern(Concerns.writeConcern(concern.asDocument()));
    }
    List<ClientNamespacedWriteModel> models = new ArrayList<>();
    for (BsonValue model : arguments.array("models")) {
      String kind = model.asDocument().getFirstKey();
      models.add(model(kind, new Arguments(model.asDocument().getDocument(kind))));
    }
    ClientSession session = call.session();
    arguments.checkAllRead();
    return ClientBulkWriteResults.of(
        session == null
            ? cluster.bulkWrite(models, options)
            : cluster.bulkWrite(session, models, options));
  }

  private static ClientNamespacedWriteModel model(String kind, Arguments arguments) {
    MongoNamespace namespace = new MongoNamespace(arguments.string("namespace"));
    ClientNamespacedWriteModel model =
        switch (kind) {
          case "insertOne" ->
              ClientNamespacedWriteModel.insertOne(namespace, arguments.document("document"));
          case "updateOne" -> updateOne(namespace, arguments);
          case "updateMany" -> updateMany(namespace, arguments);
          case "replaceOne" -> replaceOne(namespace, arguments);
          case "deleteOne" -> deleteOne(namespace, arguments);
          case "deleteMany" -> deleteMany(namespace, arguments);
          default -> throw new TestFailure("client bulk write of " + kind);
        };
    arguments.checkAllRead();
    return model;
  }

  private static ClientNamespacedWriteModel updateOne(
      MongoNamespace namespace, Arguments arguments) {
    ClientUpdateOneOptions options = ClientUpdateOneOptions.clientUpdateOneOptions();
    arguments.bool("upsert", options::upsert);
    arguments.collation(options::collation);
    arguments.documents("arrayFilters", options::arrayFilters);
    arguments.hint(options::hint, options::hintString);
    arguments.document("sort", options::sort);
    BsonDocument filter = arguments.document("filter");
    BsonValue update = arguments.value("update");
    return update != null && update.isArray()
        ? ClientNamespacedWriteModel.updateOne(namespace, filter, Updates.pipeline(update), options)
        : ClientNamespacedWriteModel.updateOne(
            namespace, filter, Updates.document(update), options);
  }

  private static ClientNamespacedWriteModel updateMany(
      MongoNamespace namespace, Arguments arguments) {
    ClientUpdateManyOptions options = ClientUpdateManyOptions.clientUpdateManyOptions();
    arguments.bool("upsert", options::upsert);
    arguments.collation(options::collation);
    arguments.documents("arrayFilters", options::arrayFilters);
    arguments.hint(options::hint, options::hintString);
    BsonDocument filter = arguments.document("filter");
    BsonValue update = arguments.value("update");
    return update != null && update.isArray()
        ? ClientNamespacedWriteModel.updateMany(
            namespace, filter, Updates.pipeline(update), options)
        : ClientNamespacedWriteModel.updateMany(
            namespace, filter, Updates.document(update), options);
  }

  private static ClientNamespacedWriteModel replaceOne(
      MongoNamespace namespace, Arguments arguments) {
    ClientReplaceOneOptions options = ClientReplaceOneOptions.clientReplaceOneOptions();
    arguments.bool("upsert", options::upsert);
    arguments.collation(options::collation);
    arguments.hint(options::hint, options::hintString);
    arguments.document("sort", options::sort);
    return ClientNamespacedWriteModel.replaceOne(
        namespace, arguments.document("filter"), arguments.document("replacement"), options);
  }

  private static ClientNamespacedWriteModel deleteOne(
      MongoNamespace namespace, Arguments arguments) {
    ClientDeleteOneOptions options = ClientDeleteOneOptions.clientDeleteOneOptions();
    arguments.collation(options::collation);
    arguments.hint(options::hint, options::hintString);
    return ClientNamespacedWriteModel.deleteOne(namespace, arguments.document("filter"), options);
  }

  private static ClientNamespacedWriteModel deleteMany(
      MongoNamespace namespace, Arguments arguments) {
    ClientDeleteManyOptions options = ClientDeleteManyOptions.clientDeleteManyOptions();
    arguments.collation(options::collation);
    arguments.hint(options::hint, options::hintString);
    return ClientNamespacedWriteModel.deleteMany(namespace, arguments.document("filter"), options);
  }
}
