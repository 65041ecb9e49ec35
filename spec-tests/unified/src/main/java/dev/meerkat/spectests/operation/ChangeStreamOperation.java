package dev.meerkat.spectests.operation;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCluster;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import dev.meerkat.spectests.unified.Arguments;
import java.util.List;
import org.bson.BsonDocument;

/** A change stream of a collection, a database or everything. Threads: immutable. */
final class ChangeStreamOperation {
  private ChangeStreamOperation() {}

  /** Sends the command and answers the cursor. */
  static Object run(Call call) {
    Arguments arguments = call.arguments();
    List<BsonDocument> pipeline = arguments.documents("pipeline");
    ChangeStreamIterable<BsonDocument> stream =
        switch (call.entity()) {
          case MongoCollection<?> _ -> onCollection(call, pipeline);
          case MongoDatabase _ -> onDatabase(call, pipeline);
          default -> onCluster(call, pipeline);
        };
    arguments.number("batchSize", stream::batchSize);
    arguments.collation(stream::collation);
    arguments.value("comment", stream::comment);
    arguments.string("fullDocument", name -> stream.fullDocument(FullDocument.fromString(name)));
    arguments.string(
        "fullDocumentBeforeChange",
        name -> stream.fullDocumentBeforeChange(FullDocumentBeforeChange.fromString(name)));
    arguments.millis("maxAwaitTimeMS", stream::maxAwaitTime);
    arguments.document("resumeAfter", stream::resumeAfter);
    arguments.bool("showExpandedEvents", stream::showExpandedEvents);
    arguments.document("startAfter", stream::startAfter);
    arguments.value(
        "startAtOperationTime", value -> stream.startAtOperationTime(value.asTimestamp()));
    arguments.checkAllRead();
    // Events are taken as the server sent them, before the driver makes objects of them.
    return stream.withDocumentClass(BsonDocument.class).cursor();
  }

  private static ChangeStreamIterable<BsonDocument> onCollection(
      Call call, List<BsonDocument> pipeline) {
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    return session == null
        ? collection.watch(pipeline, BsonDocument.class)
        : collection.watch(session, pipeline, BsonDocument.class);
  }

  private static ChangeStreamIterable<BsonDocument> onDatabase(
      Call call, List<BsonDocument> pipeline) {
    MongoDatabase database = call.database();
    ClientSession session = call.session();
    return session == null
        ? database.watch(pipeline, BsonDocument.class)
        : database.watch(session, pipeline, BsonDocument.class);
  }

  private static ChangeStreamIterable<BsonDocument> onCluster(
      Call call, List<BsonDocument> pipeline) {
    MongoCluster cluster = call.cluster();
    ClientSession session = call.session();
    return session == null
        ? cluster.watch(pipeline, BsonDocument.class)
        : cluster.watch(session, pipeline, BsonDocument.class);
  }
}
