package dev.meerkat.spectests.operation;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.Results;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Updates and replacements. Threads: immutable. */
final class UpdateOperations {
  private UpdateOperations() {}

  static BsonValue replaceOne(Call call) {
    Arguments arguments = call.arguments();
    BsonDocument filter = arguments.document("filter");
    BsonDocument replacement = arguments.document("replacement");
    ReplaceOptions options = WriteOptions.replace(arguments);
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    return Results.of(
        session == null
            ? collection.replaceOne(filter, replacement, options)
            : collection.replaceOne(session, filter, replacement, options));
  }

  static BsonValue updateMany(Call call) {
    return update(call, true);
  }

  static BsonValue updateOne(Call call) {
    return update(call, false);
  }

  private static BsonValue update(Call call, boolean many) {
    Arguments arguments = call.arguments();
    BsonDocument filter = arguments.document("filter");
    BsonValue update = arguments.value("update");
    UpdateOptions options = WriteOptions.update(arguments);
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    UpdateResult result;
    if (update != null && update.isArray()) {
      List<BsonDocument> pipeline = Updates.pipeline(update);
      if (session == null) {
        result =
            many
                ? collection.updateMany(filter, pipeline, options)
                : collection.updateOne(filter, pipeline, options);
      } else {
        result =
            many
                ? collection.updateMany(session, filter, pipeline, options)
                : collection.updateOne(session, filter, pipeline, options);
      }
    } else {
      BsonDocument operators = Updates.document(update);
      if (session == null) {
        result =
            many
                ? collection.updateMany(filter, operators, options)
                : collection.updateOne(filter, operators, options);
      } else {
        result =
            many
                ? collection.updateMany(session, filter, operators, options)
                : collection.updateOne(session, filter, operators, options);
      }
    }
    return Results.of(result);
  }
}
