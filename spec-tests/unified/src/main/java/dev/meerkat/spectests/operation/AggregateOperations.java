package dev.meerkat.spectests.operation;

import com.mongodb.client.AggregateIterable;
import com.mongodb.client.ClientSession;
import com.mongodb.client.DistinctIterable;
import com.mongodb.client.MapReduceIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.NotRunnable;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Pipelines, distinct values, and map-reduce. Threads: immutable. */
final class AggregateOperations {
  private AggregateOperations() {}

  static BsonValue aggregate(Call call) {
    Arguments arguments = call.arguments();
    List<BsonDocument> pipeline = arguments.documents("pipeline");
    AggregateIterable<BsonDocument> iterable =
        call.entity() instanceof MongoDatabase
            ? onDatabase(call, pipeline)
            : onCollection(call, pipeline);
    arguments.bool("allowDiskUse", iterable::allowDiskUse);
    arguments.number("batchSize", iterable::batchSize);
    arguments.bool("bypassDocumentValidation", iterable::bypassDocumentValidation);
    arguments.collation(iterable::collation);
    arguments.value("comment", iterable::comment);
    arguments.hint(iterable::hint, iterable::hintString);
    arguments.document("let", iterable::let);
    arguments.millis("maxAwaitTimeMS", iterable::maxAwaitTime);
    arguments.millis("maxTimeMS", iterable::maxTime);
    arguments.timeoutMode(iterable::timeoutMode);
    arguments.checkAllRead();
    BsonDocument last = pipeline.isEmpty() ? new BsonDocument() : pipeline.getLast();
    if (last.containsKey("$out") || last.containsKey("$merge")) {
      iterable.toCollection();
      return new BsonArray();
    }
    return iterable.into(new BsonArray());
  }

  private static AggregateIterable<BsonDocument> onDatabase(
      Call call, List<BsonDocument> pipeline) {
    MongoDatabase database = call.database();
    ClientSession session = call.session();
    return session == null
        ? database.aggregate(pipeline, BsonDocument.class)
        : database.aggregate(session, pipeline, BsonDocument.class);
  }

  private static AggregateIterable<BsonDocument> onCollection(
      Call call, List<BsonDocument> pipeline) {
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    return session == null
        ? collection.aggregate(pipeline)
        : collection.aggregate(session, pipeline);
  }

  static BsonValue distinct(Call call) {
    Arguments arguments = call.arguments();
    String field = arguments.string("fieldName");
    BsonDocument filter = arguments.document("filter");
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    DistinctIterable<BsonValue> iterable =
        session == null
            ? collection.distinct(field, filter, BsonValue.class)
            : collection.distinct(session, field, filter, BsonValue.class);
    arguments.collation(iterable::collation);
    arguments.value("comment", iterable::comment);
    arguments.hint(iterable::hint, iterable::hintString);
    arguments.millis("maxTimeMS", iterable::maxTime);
    arguments.checkAllRead();
    return iterable.into(new BsonArray());
  }

  @SuppressWarnings("deprecation") // so are the tests of it
  static BsonValue mapReduce(Call call) {
    Arguments arguments = call.arguments();
    BsonDocument out = arguments.document("out");
    if (!out.containsKey("inline")) {
      throw new NotRunnable("mapReduce into a collection");
    }
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    String map = code(arguments, "map");
    String reduce = code(arguments, "reduce");
    MapReduceIterable<BsonDocument> iterable =
        session == null
            ? collection.mapReduce(map, reduce)
            : collection.mapReduce(session, map, reduce);
    arguments.checkAllRead();
    return iterable.into(new BsonArray());
  }

  private static String code(Arguments arguments, String name) {
    BsonValue value = arguments.value(name);
    if (value == null || !value.isJavaScript()) {
      throw new NotRunnable(name + " is no code");
    }
    return value.asJavaScript().getCode();
  }
}
