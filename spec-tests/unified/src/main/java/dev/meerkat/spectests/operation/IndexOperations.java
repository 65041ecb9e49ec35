package dev.meerkat.spectests.operation;

import com.mongodb.client.ClientSession;
import com.mongodb.client.ListIndexesIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.CreateIndexOptions;
import com.mongodb.client.model.DropIndexOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import dev.meerkat.spectests.unified.Arguments;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Indexes are made, listed and dropped. Threads: immutable. */
final class IndexOperations {
  private IndexOperations() {}

  static BsonValue createIndex(Call call) {
    Arguments arguments = call.arguments();
    IndexOptions options = new IndexOptions();
    arguments.bool("background", options::background);
    arguments.bool("unique", options::unique);
    arguments.string("name", options::name);
    arguments.bool("sparse", options::sparse);
    arguments.longNumber(
        "expireAfterSeconds", seconds -> options.expireAfter(seconds, TimeUnit.SECONDS));
    arguments.document("partialFilterExpression", options::partialFilterExpression);
    arguments.collation(options::collation);
    CreateIndexOptions creation = new CreateIndexOptions();
    arguments.millis("maxTimeMS", creation::maxTime);
    List<IndexModel> models = List.of(new IndexModel(arguments.document("keys"), options));
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    List<String> names =
        session == null
            ? collection.createIndexes(models, creation)
            : collection.createIndexes(session, models, creation);
    return new BsonString(names.getFirst());
  }

  static @Nullable BsonValue dropIndex(Call call) {
    Arguments arguments = call.arguments();
    String name = arguments.string("name");
    DropIndexOptions options = new DropIndexOptions();
    arguments.millis("maxTimeMS", options::maxTime);
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    if (session == null) {
      collection.dropIndex(name, options);
    } else {
      collection.dropIndex(session, name, options);
    }
    return null;
  }

  static @Nullable BsonValue dropIndexes(Call call) {
    Arguments arguments = call.arguments();
    DropIndexOptions options = new DropIndexOptions();
    arguments.millis("maxTimeMS", options::maxTime);
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    arguments.checkAllRead();
    if (session == null) {
      collection.dropIndexes(options);
    } else {
      collection.dropIndexes(session, options);
    }
    return null;
  }

  static BsonValue listIndexes(Call call) {
    return iterable(call).into(new BsonArray());
  }

  static BsonValue listIndexNames(Call call) {
    BsonArray names = new BsonArray();
    iterable(call).forEach(index -> names.add(index.getString("name")));
    return names;
  }

  private static ListIndexesIterable<BsonDocument> iterable(Call call) {
    Arguments arguments = call.arguments();
    MongoCollection<BsonDocument> collection = call.collection();
    ClientSession session = call.session();
    ListIndexesIterable<BsonDocument> iterable =
        session == null
            ? collection.listIndexes(BsonDocument.class)
            : collection.listIndexes(session, BsonDocument.class);
    arguments.number("batchSize", iterable::batchSize);
    arguments.value("comment", iterable::comment);
    arguments.millis("maxTimeMS", iterable::maxTime);
    arguments.timeoutMode(iterable::timeoutMode);
    arguments.checkAllRead();
    return iterable;
  }
}
