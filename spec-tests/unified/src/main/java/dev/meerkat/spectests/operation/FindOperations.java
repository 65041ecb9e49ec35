package dev.meerkat.spectests.operation;

import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.gridfs.GridFSBucket;
import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.Results;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Find, in its three forms. Threads: immutable. */
final class FindOperations {
  private FindOperations() {}

  /** Documents of a collection, or files of a bucket. */
  static BsonValue find(Call call) {
    if (call.entity() instanceof GridFSBucket) {
      return GridFsOperations.find(call);
    }
    return iterable(call).into(new BsonArray());
  }

  static BsonValue findOne(Call call) {
    return Results.orNull(iterable(call).first());
  }

  static Object createFindCursor(Call call) {
    return iterable(call).cursor();
  }

  private static FindIterable<BsonDocument> iterable(Call call) {
    Arguments arguments = call.arguments();
    BsonDocument filter = arguments.document("filter");
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    FindIterable<BsonDocument> iterable =
        session == null ? collection.find(filter) : collection.find(session, filter);
    arguments.bool("allowDiskUse", iterable::allowDiskUse);
    arguments.number("batchSize", iterable::batchSize);
    arguments.collation(iterable::collation);
    arguments.value("comment", iterable::comment);
    arguments.cursorType(iterable::cursorType);
    arguments.hint(iterable::hint, iterable::hintString);
    arguments.document("let", iterable::let);
    arguments.number("limit", iterable::limit);
    arguments.document("max", iterable::max);
    arguments.millis("maxAwaitTimeMS", iterable::maxAwaitTime);
    arguments.millis("maxTimeMS", iterable::maxTime);
    arguments.document("min", iterable::min);
    arguments.document("projection", iterable::projection);
    arguments.bool("returnKey", iterable::returnKey);
    arguments.bool("showRecordId", iterable::showRecordId);
    arguments.number("skip", iterable::skip);
    arguments.document("sort", iterable::sort);
    arguments.timeoutMode(iterable::timeoutMode);
    arguments.checkAllRead();
    return iterable;
  }
}
