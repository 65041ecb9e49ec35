package dev.meerkat.spectests.unified;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.GridFSBuckets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** What a test has made so far, by name. Threads: safe. */
public final class Entities implements AutoCloseable {
  private final Deployment deployment;
  private final Map<String, Object> all = new ConcurrentHashMap<>();
  private final Map<String, MongoDatabase> databases = new ConcurrentHashMap<>();
  private final Map<String, MongoClient> clients = new ConcurrentHashMap<>();
  private final Set<String> emulated = new ConcurrentSkipListSet<>();

  public Entities(Deployment deployment) {
    this.deployment = deployment;
  }

  /** Makes what a list of descriptions asks for. */
  public void create(BsonArray descriptions) {
    for (BsonValue description : descriptions) {
      BsonDocument document = description.asDocument();
      String kind = document.getFirstKey();
      BsonDocument spec = document.getDocument(kind);
      String id = spec.getString("id").getValue();
      put(
          id,
          switch (kind) {
            case "bucket" -> bucket(spec);
            case "client" -> ClientEntity.of(deployment, id, spec);
            case "clientEncryption" -> throw new NotRunnable("client-side encryption is outside");
            case "collection" -> collection(id, spec);
            case "database" -> database(id, spec);
            case "session" -> SessionEntity.of(this, spec);
            case "thread" -> new ThreadEntity(id);
            default -> throw new TestFailure("there is no entity " + kind);
          });
    }
  }

  /** What was done otherwise than by the driver's public API; callers add to it. */
  public Set<String> emulated() {
    return emulated;
  }

  /** Keeps an entity; its name must be new. */
  public void put(String id, Object entity) {
    if (all.putIfAbsent(id, entity) != null) {
      throw new TestFailure("there is already an entity " + id);
    }
  }

  public MongoClient client(String id) {
    return clientEntity(id).client();
  }

  public ClientEntity clientEntity(String id) {
    return as(ClientEntity.class, id);
  }

  public MongoDatabase database(String id) {
    return as(MongoDatabase.class, id);
  }

  @SuppressWarnings("unchecked") // every collection here holds BSON documents
  public MongoCollection<BsonDocument> collection(String id) {
    return (MongoCollection<BsonDocument>) as(MongoCollection.class, id);
  }

  /** The client of a database. */
  public MongoClient clientOf(String database) {
    MongoClient client = clients.get(database);
    if (client == null) {
      throw new TestFailure("there is no database " + database);
    }
    return client;
  }

  /** The database of a collection. */
  public MongoDatabase databaseOf(String collection) {
    MongoDatabase database = databases.get(collection);
    if (database == null) {
      throw new TestFailure("there is no collection " + collection);
    }
    return database;
  }

  @SuppressWarnings("unchecked") // every cursor here holds BSON documents
  public MongoCursor<BsonDocument> cursor(String id) {
    return (MongoCursor<BsonDocument>) as(MongoCursor.class, id);
  }

  public GridFSBucket bucket(String id) {
    return as(GridFSBucket.class, id);
  }

  public ClientSession session(String id) {
    return as(SessionEntity.class, id).session();
  }

  public ThreadEntity thread(String id) {
    return as(ThreadEntity.class, id);
  }

  /** The entity of that name. */
  public Object entity(String id) {
    Object entity = all.get(id);
    if (entity == null) {
      throw new TestFailure("there is no entity " + id);
    }
    return entity;
  }

  /** The entity of that name, which must be of a kind. */
  public <T> T as(Class<T> kind, String id) {
    Object entity = entity(id);
    if (!kind.isInstance(entity)) {
      throw new TestFailure(id + " is no " + kind.getSimpleName());
    }
    return kind.cast(entity);
  }

  BsonValue value(BsonValue id) {
    return as(BsonValue.class, id.asString().getValue());
  }

  BsonDocument sessionId(String id) {
    return as(SessionEntity.class, id).identifier();
  }

  /** Cursors first, then threads, sessions and clients. */
  @Override
  public void close() {
    closeAll(MongoCursor.class);
    closeAll(ThreadEntity.class);
    closeAll(SessionEntity.class);
    closeAll(ClientEntity.class);
  }

  private void closeAll(Class<? extends AutoCloseable> kind) {
    List<AutoCloseable> closing = new ArrayList<>();
    all.values()
        .forEach(
            entity -> {
              if (kind.isInstance(entity)) {
                closing.add(kind.cast(entity));
              }
            });
    closing.forEach(Entities::tryClose);
  }

  /** A test may have closed its client, or broken its connection, before. */
  private static boolean tryClose(AutoCloseable entity) {
    try {
      entity.close();
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  private MongoDatabase database(String id, BsonDocument spec) {
    MongoClient client = client(spec.getString("client").getValue());
    clients.put(id, client);
    MongoDatabase database = client.getDatabase(spec.getString("databaseName").getValue());
    for (var option : spec.getDocument("databaseOptions", new BsonDocument()).entrySet()) {
      BsonValue value = option.getValue();
      database =
          switch (option.getKey()) {
            case "readConcern" ->
                database.withReadConcern(Concerns.readConcern(value.asDocument()));
            case "readPreference" ->
                database.withReadPreference(Concerns.readPreference(value.asDocument()));
            case "timeoutMS" ->
                database.withTimeout(value.asNumber().longValue(), TimeUnit.MILLISECONDS);
            case "writeConcern" ->
                database.withWriteConcern(Concerns.writeConcern(value.asDocument()));
            default -> throw new NotRunnable("database option " + option.getKey());
          };
    }
    return database;
  }

  private MongoCollection<BsonDocument> collection(String id, BsonDocument spec) {
    MongoDatabase database = database(spec.getString("database").getValue());
    databases.put(id, database);
    MongoCollection<BsonDocument> collection =
        database.getCollection(spec.getString("collectionName").getValue(), BsonDocument.class);
    for (var option : spec.getDocument("collectionOptions", new BsonDocument()).entrySet()) {
      BsonValue value = option.getValue();
      collection =
          switch (option.getKey()) {
            case "readConcern" ->
                collection.withReadConcern(Concerns.readConcern(value.asDocument()));
            case "readPreference" ->
                collection.withReadPreference(Concerns.readPreference(value.asDocument()));
            case "timeoutMS" ->
                collection.withTimeout(value.asNumber().longValue(), TimeUnit.MILLISECONDS);
            case "writeConcern" ->
                collection.withWriteConcern(Concerns.writeConcern(value.asDocument()));
            default -> throw new NotRunnable("collection option " + option.getKey());
          };
    }
    return collection;
  }

  private GridFSBucket bucket(BsonDocument spec) {
    MongoDatabase database = database(spec.getString("database").getValue());
    BsonDocument options = spec.getDocument("bucketOptions", new BsonDocument());
    GridFSBucket bucket =
        options.containsKey("bucketName")
            ? GridFSBuckets.create(database, options.getString("bucketName").getValue())
            : GridFSBuckets.create(database);
    for (var option : options.entrySet()) {
      BsonValue value = option.getValue();
      bucket =
          switch (option.getKey()) {
            case "bucketName" -> bucket;
            case "chunkSizeBytes" -> bucket.withChunkSizeBytes(value.asNumber().intValue());
            case "readConcern" -> bucket.withReadConcern(Concerns.readConcern(value.asDocument()));
            case "readPreference" ->
                bucket.withReadPreference(Concerns.readPreference(value.asDocument()));
            case "timeoutMS" ->
                bucket.withTimeout(value.asNumber().longValue(), TimeUnit.MILLISECONDS);
            case "writeConcern" ->
                bucket.withWriteConcern(Concerns.writeConcern(value.asDocument()));
            default -> throw new NotRunnable("bucket option " + option.getKey());
          };
    }
    return bucket;
  }
}
