package dev.meerkat.spectests.operation;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.Deployment;
import dev.meerkat.spectests.unified.NotRunnable;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Operations with {@code rawData}, which the driver's public API lacks: they are sent as commands,
 * and their results are not looked at, for no test does. Threads: immutable.
 */
final class RawDataOperations {
  private RawDataOperations() {}

  /** Older servers do not know the option, and it is left out for them. */
  static @Nullable Object run(Operation operation, Call call) throws InterruptedException {
    call.arguments().value("rawData");
    int wireVersion = call.context().deployment().maxWireVersion();
    if (wireVersion < Deployment.WIRE_VERSION_OF_RAW_DATA) {
      return operation.run(call);
    }
    BsonDocument command = command(call).append("rawData", BsonBoolean.TRUE);
    MongoDatabase database =
        call.name().equals("clientBulkWrite")
            ? call.entities().client(call.object()).getDatabase("admin")
            : call.databaseOf();
    call.emulate(database, command);
    return null;
  }

  private static BsonDocument command(Call call) {
    Arguments arguments = call.arguments();
    return switch (call.name()) {
      case "aggregate" -> aggregate(call, arguments.array("pipeline"));
      case "bulkWrite" -> write(call, onlyRequest(arguments));
      case "clientBulkWrite" -> ClientBulkWriteCommand.of(arguments.documents("models"));
      case "count" -> on(call, "count").append("query", arguments.document("filter"));
      case "countDocuments" -> aggregate(call, counting(arguments.document("filter")));
      case "createIndex" -> createIndexes(call);
      case "distinct" ->
          on(call, "distinct")
              .append("key", new BsonString(arguments.string("fieldName")))
              .append("query", arguments.document("filter"));
      case "dropIndex" ->
          on(call, "dropIndexes").append("index", new BsonString(arguments.string("name")));
      case "estimatedDocumentCount" -> on(call, "count");
      case "find" -> on(call, "find").append("filter", arguments.document("filter"));
      case "findOneAndDelete" -> findAndModify(call).append("remove", BsonBoolean.TRUE);
      case "findOneAndReplace" ->
          findAndModify(call).append("update", arguments.document("replacement"));
      case "findOneAndUpdate" ->
          findAndModify(call).append("update", required(arguments, "update"));
      case "insertMany" -> on(call, "insert").append("documents", arguments.array("documents"));
      case "listCollections" -> new BsonDocument("listCollections", new BsonInt32(1));
      case "listIndexes" -> on(call, "listIndexes");
      default -> write(call, new BsonDocument(call.name(), arguments.all()));
    };
  }

  /** One write as a bulk write describes it: its name, and its arguments. */
  private static BsonDocument write(Call call, BsonDocument request) {
    String name = request.getFirstKey();
    BsonDocument spec = request.getDocument(name);
    return switch (name) {
      case "deleteMany", "deleteOne" ->
          on(call, "delete")
              .append(
                  "deletes",
                  list(
                      new BsonDocument("q", spec.getDocument("filter"))
                          .append("limit", new BsonInt32(name.equals("deleteOne") ? 1 : 0))));
      case "insertOne" ->
          on(call, "insert").append("documents", list(spec.getDocument("document")));
      case "replaceOne", "updateMany", "updateOne" ->
          on(call, "update")
              .append(
                  "updates",
                  list(
                      new BsonDocument("q", spec.getDocument("filter"))
                          .append(
                              "u", spec.get(name.equals("replaceOne") ? "replacement" : "update"))
                          .append("multi", BsonBoolean.valueOf(name.equals("updateMany")))));
      default -> throw new NotRunnable("the driver's public API lacks rawData of " + name);
    };
  }

  private static BsonDocument on(Call call, String command) {
    MongoCollection<BsonDocument> collection = call.entities().collection(call.object());
    return new BsonDocument(command, new BsonString(collection.getNamespace().getCollectionName()));
  }

  private static BsonDocument aggregate(Call call, BsonArray pipeline) {
    BsonDocument command =
        call.entity() instanceof MongoDatabase
            ? new BsonDocument("aggregate", new BsonInt32(1))
            : on(call, "aggregate");
    return command.append("pipeline", pipeline).append("cursor", new BsonDocument());
  }

  private static BsonArray counting(BsonDocument filter) {
    BsonDocument one = new BsonDocument("$sum", new BsonInt32(1));
    return list(
        new BsonDocument("$match", filter),
        new BsonDocument("$group", new BsonDocument("_id", new BsonInt32(1)).append("n", one)));
  }

  private static BsonDocument createIndexes(Call call) {
    BsonDocument keys = call.arguments().document("keys");
    StringBuilder name = new StringBuilder();
    keys.forEach(
        (field, order) ->
            name.append(name.isEmpty() ? "" : "_")
                .append(field)
                .append('_')
                .append(order.asNumber().intValue()));
    return on(call, "createIndexes")
        .append(
            "indexes",
            list(new BsonDocument("key", keys).append("name", new BsonString(name.toString()))));
  }

  private static BsonDocument findAndModify(Call call) {
    return on(call, "findAndModify").append("query", call.arguments().document("filter"));
  }

  private static BsonDocument onlyRequest(Arguments arguments) {
    List<BsonDocument> requests = arguments.documents("requests");
    if (requests.size() != 1) {
      throw new NotRunnable("the driver's public API lacks rawData of several requests");
    }
    return requests.getFirst();
  }

  private static BsonValue required(Arguments arguments, String name) {
    BsonValue value = arguments.value(name);
    if (value == null) {
      throw new NotRunnable("argument " + name + " is missing");
    }
    return value;
  }

  private static BsonArray list(BsonValue... values) {
    return new BsonArray(List.of(values));
  }
}
