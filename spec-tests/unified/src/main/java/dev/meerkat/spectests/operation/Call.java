package dev.meerkat.spectests.operation;

import com.mongodb.ClientSessionOptions;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCluster;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.Entities;
import dev.meerkat.spectests.unified.TestContext;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An operation as a test calls it. Entities come with the operation's own {@code timeoutMS}.
 * Threads: confined to one thread.
 *
 * @param object the entity's name, or {@code testRunner}
 */
record Call(String name, String object, Arguments arguments, TestContext context) {

  Entities entities() {
    return context.entities();
  }

  Object entity() {
    return entities().entity(object);
  }

  MongoCluster cluster() {
    BsonValue timeout = arguments.value("timeoutMS");
    MongoCluster client = entities().client(object);
    return timeout == null
        ? client
        : client.withTimeout(timeout.asNumber().longValue(), TimeUnit.MILLISECONDS);
  }

  MongoDatabase database() {
    BsonValue timeout = arguments.value("timeoutMS");
    MongoDatabase database = entities().database(object);
    return timeout == null
        ? database
        : database.withTimeout(timeout.asNumber().longValue(), TimeUnit.MILLISECONDS);
  }

  MongoCollection<BsonDocument> collection() {
    BsonValue timeout = arguments.value("timeoutMS");
    MongoCollection<BsonDocument> collection = entities().collection(object);
    return timeout == null
        ? collection
        : collection.withTimeout(timeout.asNumber().longValue(), TimeUnit.MILLISECONDS);
  }

  GridFSBucket bucket() {
    BsonValue timeout = arguments.value("timeoutMS");
    GridFSBucket bucket = entities().bucket(object);
    return timeout == null
        ? bucket
        : bucket.withTimeout(timeout.asNumber().longValue(), TimeUnit.MILLISECONDS);
  }

  @Nullable ClientSession session() {
    BsonValue id = arguments.value("session");
    return id == null ? null : entities().session(id.asString().getValue());
  }

  /** The entity as a database, or the database of the collection that it is. */
  MongoDatabase databaseOf() {
    if (entity() instanceof MongoDatabase) {
      return database();
    }
    MongoDatabase database = entities().databaseOf(object);
    Long timeout = collection().getTimeout(TimeUnit.MILLISECONDS);
    return timeout == null ? database : database.withTimeout(timeout, TimeUnit.MILLISECONDS);
  }

  /** A session for what the driver would do in a session of its own. */
  ClientSession implicitSession() {
    return entities()
        .clientOf(object)
        .startSession(ClientSessionOptions.builder().causallyConsistent(false).build());
  }

  /** Notes that the driver's public API lacks this, so that it is sent as a command. */
  void emulated() {
    context.emulated().add(name);
  }

  /** Sends a command in place of a method that the driver's public API lacks. */
  BsonDocument emulate(MongoDatabase database, BsonDocument command) {
    emulated();
    ClientSession session = session();
    arguments.checkAllRead();
    return session == null
        ? database.runCommand(command, BsonDocument.class)
        : database.runCommand(session, command, BsonDocument.class);
  }
}
