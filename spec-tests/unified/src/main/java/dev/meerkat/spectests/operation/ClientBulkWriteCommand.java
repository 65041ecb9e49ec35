package dev.meerkat.spectests.operation;

import dev.meerkat.spectests.unified.NotRunnable;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The command bulkWrite, for options that the driver's public API lacks. Threads: immutable. */
final class ClientBulkWriteCommand {
  private ClientBulkWriteCommand() {}

  static BsonDocument of(List<BsonDocument> models) {
    BsonArray operations = new BsonArray();
    BsonArray namespaces = new BsonArray();
    for (BsonDocument model : models) {
      String kind = model.getFirstKey();
      BsonDocument spec = model.getDocument(kind);
      BsonDocument namespace = new BsonDocument("ns", spec.getString("namespace"));
      if (!namespaces.contains(namespace)) {
        namespaces.add(namespace);
      }
      operations.add(operation(kind, spec, new BsonInt32(namespaces.indexOf(namespace))));
    }
    return new BsonDocument("bulkWrite", new BsonInt32(1))
        .append("ordered", BsonBoolean.TRUE)
        .append("errorsOnly", BsonBoolean.TRUE)
        .append("ops", operations)
        .append("nsInfo", namespaces);
  }

  private static BsonDocument operation(String kind, BsonDocument spec, BsonInt32 namespace) {
    return switch (kind) {
      case "deleteMany", "deleteOne" ->
          new BsonDocument("delete", namespace)
              .append("filter", spec.getDocument("filter"))
              .append("multi", BsonBoolean.valueOf(kind.equals("deleteMany")));
      case "insertOne" ->
          new BsonDocument("insert", namespace).append("document", spec.getDocument("document"));
      case "replaceOne", "updateMany", "updateOne" ->
          new BsonDocument("update", namespace)
              .append("filter", spec.getDocument("filter"))
              .append("updateMods", mods(kind, spec))
              .append("multi", BsonBoolean.valueOf(kind.equals("updateMany")));
      default -> throw new NotRunnable("client bulk write of " + kind + " as a command");
    };
  }

  private static BsonValue mods(String kind, BsonDocument spec) {
    return spec.get(
        kind.equals("replaceOne") ? "replacement" : "update", new BsonString("missing"));
  }
}
