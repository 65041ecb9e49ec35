package dev.meerkat.engine.parameter;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.CollectionHandle;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Documents of a collection in which the server keeps what it was told. Threads: immutable.
 *
 * @param namespace a collection of {@code admin} or {@code config}
 */
public record KeptDocuments(Namespace namespace) {
  /** All of them, when the server starts. */
  public List<BsonDocument> load(Engine engine) {
    List<BsonDocument> documents = new ArrayList<>();
    try (Operation operation = engine.operations().beginInternal(namespace.database(), "find")) {
      CollectionHandle stored = operation.catalog().find(namespace);
      if (stored != null) {
        try (Cursor cursor = stored.find(new BsonDocument(), new BsonDocument())) {
          while (cursor.advance()) {
            documents.add(cursor.current().toBson());
          }
        }
      }
    }
    return documents;
  }

  /** Keeps a document in the place of the one of its {@code _id}. */
  public void put(Operation operation, BsonDocument document) {
    BsonDocument statement =
        new BsonDocument("q", new BsonDocument("_id", document.get("_id")))
            .append("u", document)
            .append("upsert", BsonBoolean.TRUE);
    run(operation, "update", "updates", statement);
  }

  /** Keeps a document no more; one that is not there is no error. */
  public void remove(Operation operation, BsonValue id) {
    BsonDocument statement =
        new BsonDocument("q", new BsonDocument("_id", id)).append("limit", new BsonInt32(1));
    run(operation, "delete", "deletes", statement);
  }

  private void run(Operation operation, String command, String field, BsonDocument statement) {
    BsonDocument reply =
        operation.run(
            namespace.database(),
            new BsonDocument(command, new BsonString(namespace.collection()))
                .append(field, new BsonArray(List.of(statement))));
    if (reply.isArray("writeErrors")) {
      BsonDocument error = reply.getArray("writeErrors").get(0).asDocument();
      throw new ServerException(
          ErrorCode.of(error.getNumber("code").intValue()), error.getString("errmsg").getValue());
    }
  }
}
