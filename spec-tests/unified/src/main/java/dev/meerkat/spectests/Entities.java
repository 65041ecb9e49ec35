package dev.meerkat.spectests;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadConcernLevel;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What a test has made so far, by name. Threads: confined to one thread. */
final class Entities implements AutoCloseable {
  private final ConnectionString server;
  private final Map<String, Object> all = new HashMap<>();
  private final Map<String, CommandEvents> events = new HashMap<>();

  Entities(ConnectionString server) {
    this.server = server;
  }

  void create(BsonArray descriptions) {
    for (BsonValue description : descriptions) {
      BsonDocument document = description.asDocument();
      String kind = document.getFirstKey();
      BsonDocument spec = document.getDocument(kind);
      String id = spec.getString("id").getValue();
      switch (kind) {
        case "client" -> all.put(id, client(id, spec));
        case "database" -> all.put(id, database(spec));
        case "collection" -> all.put(id, collection(spec));
        default -> throw new NotRunnable("entity " + kind);
      }
    }
  }

  void put(String id, Object entity) {
    all.put(id, entity);
  }

  MongoClient client(String id) {
    return (MongoClient) entity(id);
  }

  MongoDatabase database(String id) {
    return (MongoDatabase) entity(id);
  }

  @SuppressWarnings("unchecked") // every collection here holds BSON documents
  MongoCollection<BsonDocument> collection(String id) {
    return (MongoCollection<BsonDocument>) entity(id);
  }

  Object entity(String id) {
    Object entity = all.get(id);
    if (entity == null) {
      throw new NotRunnable("no entity " + id);
    }
    return entity;
  }

  BsonValue value(BsonValue id) {
    return (BsonValue) entity(id.asString().getValue());
  }

  BsonDocument sessionId(String id) {
    return ((ClientSession) entity(id)).getServerSession().getIdentifier();
  }

  CommandEvents events(String client) {
    CommandEvents recorder = events.get(client);
    if (recorder == null) {
      throw new NotRunnable("no events of " + client);
    }
    return recorder;
  }

  @Override
  public void close() {
    for (Object entity : all.values()) {
      if (entity instanceof MongoClient client) {
        client.close();
      }
    }
  }

  private MongoClient client(String id, BsonDocument spec) {
    MongoClientSettings.Builder settings =
        MongoClientSettings.builder().applyConnectionString(server);
    applyUriOptions(settings, spec.getDocument("uriOptions", new BsonDocument()));
    if (spec.containsKey("serverApi")) {
      throw new NotRunnable("client option serverApi");
    }
    Set<String> observed = strings(spec.getArray("observeEvents", new BsonArray()));
    for (String kind : observed) {
      if (!kind.startsWith("command")) {
        throw new NotRunnable("events " + kind);
      }
    }
    CommandEvents recorder =
        new CommandEvents(
            observed, strings(spec.getArray("ignoreCommandMonitoringEvents", new BsonArray())));
    events.put(id, recorder);
    settings.addCommandListener(recorder);
    return MongoClients.create(settings.build());
  }

  private static void applyUriOptions(MongoClientSettings.Builder settings, BsonDocument options) {
    for (var option : options.entrySet()) {
      BsonValue value = option.getValue();
      switch (option.getKey()) {
        case "retryWrites" -> settings.retryWrites(value.asBoolean().getValue());
        case "retryReads" -> settings.retryReads(value.asBoolean().getValue());
        case "w" ->
            settings.writeConcern(
                value.isString()
                    ? new WriteConcern(value.asString().getValue())
                    : new WriteConcern(value.asNumber().intValue()));
        case "readConcernLevel" ->
            settings.readConcern(
                new ReadConcern(ReadConcernLevel.fromString(value.asString().getValue())));
        default -> throw new NotRunnable("URI option " + option.getKey());
      }
    }
  }

  private MongoDatabase database(BsonDocument spec) {
    MongoDatabase database =
        client(spec.getString("client").getValue())
            .getDatabase(spec.getString("databaseName").getValue());
    BsonDocument options = spec.getDocument("databaseOptions", new BsonDocument());
    for (String option : options.keySet()) {
      BsonDocument value = options.getDocument(option);
      database =
          switch (option) {
            case "readConcern" -> database.withReadConcern(readConcern(value));
            case "readPreference" -> database.withReadPreference(readPreference(value));
            case "writeConcern" -> database.withWriteConcern(writeConcern(value));
            default -> throw new NotRunnable("database option " + option);
          };
    }
    return database;
  }

  private MongoCollection<BsonDocument> collection(BsonDocument spec) {
    MongoCollection<BsonDocument> collection =
        database(spec.getString("database").getValue())
            .getCollection(spec.getString("collectionName").getValue(), BsonDocument.class);
    BsonDocument options = spec.getDocument("collectionOptions", new BsonDocument());
    for (String option : options.keySet()) {
      BsonDocument value = options.getDocument(option);
      collection =
          switch (option) {
            case "readConcern" -> collection.withReadConcern(readConcern(value));
            case "readPreference" -> collection.withReadPreference(readPreference(value));
            case "writeConcern" -> collection.withWriteConcern(writeConcern(value));
            default -> throw new NotRunnable("collection option " + option);
          };
    }
    return collection;
  }

  private static ReadConcern readConcern(BsonDocument spec) {
    return spec.containsKey("level")
        ? new ReadConcern(ReadConcernLevel.fromString(spec.getString("level").getValue()))
        : ReadConcern.DEFAULT;
  }

  private static ReadPreference readPreference(BsonDocument spec) {
    String mode = spec.getString("mode").getValue();
    for (String field : spec.keySet()) {
      if (!field.equals("mode") && !field.equals("maxStalenessSeconds")) {
        throw new NotRunnable("read preference with " + field);
      }
    }
    return spec.containsKey("maxStalenessSeconds")
        ? ReadPreference.valueOf(
            mode, List.of(), spec.getNumber("maxStalenessSeconds").longValue(), TimeUnit.SECONDS)
        : ReadPreference.valueOf(mode);
  }

  static WriteConcern writeConcern(BsonDocument spec) {
    WriteConcern concern = WriteConcern.ACKNOWLEDGED;
    @Nullable BsonValue w = spec.get("w");
    if (w != null) {
      concern =
          w.isString()
              ? new WriteConcern(w.asString().getValue())
              : new WriteConcern(w.asNumber().intValue());
    }
    if (spec.containsKey("journal")) {
      concern = concern.withJournal(spec.getBoolean("journal").getValue());
    }
    if (spec.containsKey("wtimeoutMS")) {
      concern =
          concern.withWTimeout(spec.getNumber("wtimeoutMS").longValue(), TimeUnit.MILLISECONDS);
    }
    return concern;
  }

  private static Set<String> strings(BsonArray array) {
    Set<String> strings = new HashSet<>();
    array.forEach(value -> strings.add(value.asString().getValue()));
    return strings;
  }
}
