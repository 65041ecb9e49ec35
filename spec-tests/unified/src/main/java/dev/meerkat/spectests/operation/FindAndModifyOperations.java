package dev.meerkat.spectests.operation;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.Results;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The three forms of findAndModify. Threads: immutable. */
final class FindAndModifyOperations {
  private FindAndModifyOperations() {}

  static BsonValue findOneAndDelete(Call call) {
    Arguments arguments = call.arguments();
    BsonDocument filter = arguments.document("filter");
    FindOneAndDeleteOptions options = WriteOptions.findOneAndDelete(arguments);
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    return Results.orNull(
        session == null
            ? collection.findOneAndDelete(filter, options)
            : collection.findOneAndDelete(session, filter, options));
  }

  static BsonValue findOneAndReplace(Call call) {
    Arguments arguments = call.arguments();
    BsonDocument filter = arguments.document("filter");
    BsonDocument replacement = arguments.document("replacement");
    FindOneAndReplaceOptions options = WriteOptions.findOneAndReplace(arguments);
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    return Results.orNull(
        session == null
            ? collection.findOneAndReplace(filter, replacement, options)
            : collection.findOneAndReplace(session, filter, replacement, options));
  }

  static BsonValue findOneAndUpdate(Call call) {
    Arguments arguments = call.arguments();
    BsonDocument filter = arguments.document("filter");
    BsonValue update = arguments.value("update");
    FindOneAndUpdateOptions options = WriteOptions.findOneAndUpdate(arguments);
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    @Nullable BsonDocument found;
    if (update != null && update.isArray()) {
      List<BsonDocument> pipeline = Updates.pipeline(update);
      found =
          session == null
              ? collection.findOneAndUpdate(filter, pipeline, options)
              : collection.findOneAndUpdate(session, filter, pipeline, options);
    } else {
      BsonDocument operators = Updates.document(update);
      found =
          session == null
              ? collection.findOneAndUpdate(filter, operators, options)
              : collection.findOneAndUpdate(session, filter, operators, options);
    }
    return Results.orNull(found);
  }
}
