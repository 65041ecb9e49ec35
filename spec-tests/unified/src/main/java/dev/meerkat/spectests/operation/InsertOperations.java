package dev.meerkat.spectests.operation;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.InsertOneOptions;
import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.Results;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Inserts. Threads: immutable. */
final class InsertOperations {
  private InsertOperations() {}

  static BsonValue insertMany(Call call) {
    Arguments arguments = call.arguments();
    InsertManyOptions options = new InsertManyOptions();
    arguments.bool("bypassDocumentValidation", options::bypassDocumentValidation);
    arguments.value("comment", options::comment);
    arguments.bool("ordered", options::ordered);
    List<BsonDocument> documents = arguments.documents("documents");
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    return Results.of(
        session == null
            ? collection.insertMany(documents, options)
            : collection.insertMany(session, documents, options));
  }

  static BsonValue insertOne(Call call) {
    Arguments arguments = call.arguments();
    InsertOneOptions options = new InsertOneOptions();
    arguments.bool("bypassDocumentValidation", options::bypassDocumentValidation);
    arguments.value("comment", options::comment);
    BsonDocument document = arguments.document("document");
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    return Results.of(
        session == null
            ? collection.insertOne(document, options)
            : collection.insertOne(session, document, options));
  }
}
