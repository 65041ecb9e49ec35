package dev.meerkat.spectests.operation;

import com.mongodb.client.ClientSession;
import com.mongodb.client.ListCollectionNamesIterable;
import com.mongodb.client.ListCollectionsIterable;
import com.mongodb.client.ListDatabasesIterable;
import com.mongodb.client.MongoCluster;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.MongoIterable;
import dev.meerkat.spectests.unified.Arguments;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Databases and collections are listed. Threads: immutable. */
final class ListingOperations {
  private ListingOperations() {}

  static BsonValue listDatabases(Call call) {
    Arguments arguments = call.arguments();
    MongoCluster cluster = call.cluster();
    ClientSession session = call.session();
    ListDatabasesIterable<BsonDocument> iterable =
        session == null
            ? cluster.listDatabases(BsonDocument.class)
            : cluster.listDatabases(session, BsonDocument.class);
    arguments.value("comment", iterable::comment);
    arguments.document("filter", iterable::filter);
    arguments.millis("maxTimeMS", iterable::maxTime);
    arguments.bool("nameOnly", iterable::nameOnly);
    arguments.timeoutMode(iterable::timeoutMode);
    arguments.checkAllRead();
    return iterable.into(new BsonArray());
  }

  /** Other drivers' name for it; the same goes to the server. */
  static BsonValue listDatabaseObjects(Call call) {
    call.emulated();
    return listDatabases(call);
  }

  static BsonValue listDatabaseNames(Call call) {
    MongoCluster cluster = call.cluster();
    ClientSession session = call.session();
    call.arguments().checkAllRead();
    return names(
        session == null ? cluster.listDatabaseNames() : cluster.listDatabaseNames(session));
  }

  static BsonValue listCollections(Call call) {
    Arguments arguments = call.arguments();
    MongoDatabase database = call.database();
    ClientSession session = call.session();
    ListCollectionsIterable<BsonDocument> iterable =
        session == null
            ? database.listCollections(BsonDocument.class)
            : database.listCollections(session, BsonDocument.class);
    arguments.number("batchSize", iterable::batchSize);
    arguments.value("comment", iterable::comment);
    arguments.document("filter", iterable::filter);
    arguments.millis("maxTimeMS", iterable::maxTime);
    arguments.timeoutMode(iterable::timeoutMode);
    arguments.checkAllRead();
    return iterable.into(new BsonArray());
  }

  /** Other drivers' name for it; the same goes to the server. */
  static BsonValue listCollectionObjects(Call call) {
    call.emulated();
    return listCollections(call);
  }

  static BsonValue listCollectionNames(Call call) {
    Arguments arguments = call.arguments();
    MongoDatabase database = call.database();
    ClientSession session = call.session();
    ListCollectionNamesIterable iterable =
        session == null ? database.listCollectionNames() : database.listCollectionNames(session);
    arguments.number("batchSize", iterable::batchSize);
    arguments.document("filter", iterable::filter);
    arguments.checkAllRead();
    return names(iterable);
  }

  private static BsonArray names(MongoIterable<String> names) {
    BsonArray array = new BsonArray();
    names.forEach(name -> array.add(new BsonString(name)));
    return array;
  }
}
