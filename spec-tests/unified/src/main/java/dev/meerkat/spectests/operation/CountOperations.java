package dev.meerkat.spectests.operation;

import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.EstimatedDocumentCountOptions;
import dev.meerkat.spectests.unified.Arguments;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The three ways to count. Threads: immutable. */
final class CountOperations {
  private static final List<String> OPTIONS = List.of("collation", "hint", "limit", "skip");

  private CountOperations() {}

  static BsonValue countDocuments(Call call) {
    Arguments arguments = call.arguments();
    BsonDocument filter = arguments.document("filter");
    CountOptions options = WriteOptions.count(arguments);
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    return new BsonInt64(
        session == null
            ? collection.countDocuments(filter, options)
            : collection.countDocuments(session, filter, options));
  }

  static BsonValue estimatedDocumentCount(Call call) {
    Arguments arguments = call.arguments();
    EstimatedDocumentCountOptions options = new EstimatedDocumentCountOptions();
    arguments.value("comment", options::comment);
    arguments.millis("maxTimeMS", options::maxTime);
    MongoCollection<BsonDocument> collection = call.collection();
    arguments.checkAllRead();
    return new BsonInt64(collection.estimatedDocumentCount(options));
  }

  /**
   * The old count is not in the driver's public API. Without a filter it is what the driver sends
   * for an estimate, retries included; with one it is sent as a command.
   */
  static BsonValue count(Call call) {
    call.emulated();
    Arguments arguments = call.arguments();
    BsonDocument filter = arguments.document("filter");
    boolean isPlain = OPTIONS.stream().noneMatch(arguments::has) && !arguments.has("session");
    if (filter.isEmpty() && isPlain) {
      return estimatedDocumentCount(call);
    }
    MongoCollection<BsonDocument> collection = call.collection();
    BsonDocument command =
        new BsonDocument("count", new BsonString(collection.getNamespace().getCollectionName()))
            .append("query", filter);
    arguments.value("maxTimeMS", value -> command.append("maxTimeMS", value));
    for (String option : OPTIONS) {
      arguments.value(option, value -> command.append(option, value));
    }
    if (collection.getReadConcern().getLevel() != null) {
      command.append("readConcern", collection.getReadConcern().asDocument());
    }
    MongoDatabase database = call.databaseOf();
    ClientSession session = call.session();
    arguments.checkAllRead();
    ReadPreference preference = collection.getReadPreference();
    BsonDocument reply =
        session == null
            ? database.runCommand(command, preference, BsonDocument.class)
            : database.runCommand(session, command, preference, BsonDocument.class);
    return new BsonInt64(reply.getNumber("n").longValue());
  }
}
