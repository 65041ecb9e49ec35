package dev.meerkat.spectests.operation;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.DeleteOptions;
import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.Results;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Deletes. Threads: immutable. */
final class DeleteOperations {
  private DeleteOperations() {}

  static BsonValue deleteMany(Call call) {
    Arguments arguments = call.arguments();
    BsonDocument filter = arguments.document("filter");
    DeleteOptions options = WriteOptions.delete(arguments);
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    return Results.of(
        session == null
            ? collection.deleteMany(filter, options)
            : collection.deleteMany(session, filter, options));
  }

  static BsonValue deleteOne(Call call) {
    Arguments arguments = call.arguments();
    BsonDocument filter = arguments.document("filter");
    DeleteOptions options = WriteOptions.delete(arguments);
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    return Results.of(
        session == null
            ? collection.deleteOne(filter, options)
            : collection.deleteOne(session, filter, options));
  }
}
