package dev.meerkat.spectests.operation;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.Results;
import dev.meerkat.spectests.unified.TestFailure;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A collection's bulkWrite. Threads: immutable. */
final class BulkWriteOperation {
  private BulkWriteOperation() {}

  static BsonValue run(Call call) {
    Arguments arguments = call.arguments();
    BulkWriteOptions options = new BulkWriteOptions();
    arguments.bool("ordered", options::ordered);
    arguments.bool("bypassDocumentValidation", options::bypassDocumentValidation);
    arguments.value("comment", options::comment);
    arguments.document("let", options::let);
    List<WriteModel<BsonDocument>> models = new ArrayList<>();
    for (BsonValue request : arguments.array("requests")) {
      String kind = request.asDocument().getFirstKey();
      models.add(model(kind, new Arguments(request.asDocument().getDocument(kind))));
    }
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    return Results.of(
        session == null
            ? collection.bulkWrite(models, options)
            : collection.bulkWrite(session, models, options));
  }

  private static WriteModel<BsonDocument> model(String kind, Arguments arguments) {
    WriteModel<BsonDocument> model =
        switch (kind) {
          case "insertOne" -> new InsertOneModel<>(arguments.document("document"));
          case "updateOne" -> update(arguments, false);
          case "updateMany" -> update(arguments, true);
          case "replaceOne" ->
              new ReplaceOneModel<>(
                  arguments.document("filter"),
                  arguments.document("replacement"),
                  WriteOptions.replace(arguments));
          case "deleteOne" ->
              new DeleteOneModel<>(arguments.document("filter"), WriteOptions.delete(arguments));
          case "deleteMany" ->
              new DeleteManyModel<>(arguments.document("filter"), WriteOptions.delete(arguments));
          default -> throw new TestFailure("bulk write of " + kind);
        };
    arguments.checkAllRead();
    return model;
  }

  private static WriteModel<BsonDocument> update(Arguments arguments, boolean many) {
    BsonDocument filter = arguments.document("filter");
    BsonValue update = arguments.value("update");
    UpdateOptions options = WriteOptions.update(arguments);
    if (update != null && update.isArray()) {
      List<BsonDocument> pipeline = Updates.pipeline(update);
      return many
          ? new UpdateManyModel<>(filter, pipeline, options)
          : new UpdateOneModel<>(filter, pipeline, options);
    }
    BsonDocument operators = Updates.document(update);
    return many
        ? new UpdateManyModel<>(filter, operators, options)
        : new UpdateOneModel<>(filter, operators, options);
  }
}
