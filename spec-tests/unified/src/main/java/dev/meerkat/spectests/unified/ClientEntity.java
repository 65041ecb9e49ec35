package dev.meerkat.spectests.unified;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ServerApi;
import com.mongodb.ServerApiVersion;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** A client and what it tells. Threads: safe. */
public record ClientEntity(MongoClient client, EventLog log, CommandEvents commands)
    implements AutoCloseable {

  /** Makes the client that a test describes. */
  static ClientEntity of(Deployment deployment, String id, BsonDocument spec) {
    for (String field : spec.keySet()) {
      if (field.equals("autoEncryptOpts")) {
        throw new NotRunnable("client-side encryption is outside");
      }
    }
    EventLog log = new EventLog(strings(spec.getArray("observeEvents", new BsonArray())));
    CommandEvents commands =
        new CommandEvents(
            log,
            strings(spec.getArray("ignoreCommandMonitoringEvents", new BsonArray())),
            spec.getBoolean("observeSensitiveCommands", BsonBoolean.FALSE).getValue());
    TopologyEvents topology = new TopologyEvents(log);
    BsonDocument options = spec.getDocument("uriOptions", new BsonDocument());
    MongoClientSettings.Builder settings =
        MongoClientSettings.builder()
            .applyConnectionString(uri(deployment, spec, options))
            .addCommandListener(commands)
            .applyToConnectionPoolSettings(
                pool -> pool.addConnectionPoolListener(new PoolEvents(log)))
            .applyToClusterSettings(cluster -> cluster.addClusterListener(topology))
            .applyToServerSettings(
                server ->
                    server
                        .addServerListener(topology)
                        .addServerMonitorListener(topology)
                        // Tests of monitoring ask for beats that the driver finds too frequent.
                        .minHeartbeatFrequency(50, TimeUnit.MILLISECONDS));
    if (!options.containsKey("appname") && !options.containsKey("appName")) {
      settings.applicationName(id);
    }
    boolean watchesBeats =
        log.isObserved("serverHeartbeatStartedEvent")
            || log.isObserved("serverHeartbeatSucceededEvent")
            || log.isObserved("serverHeartbeatFailedEvent");
    if (!options.containsKey("heartbeatFrequencyMS") && !watchesBeats) {
      // So that a client finds a server again soon that a fail point has made it give up.
      settings.applyToServerSettings(
          server -> server.heartbeatFrequency(500, TimeUnit.MILLISECONDS));
    }
    if (spec.containsKey("serverApi")) {
      settings.serverApi(serverApi(spec.getDocument("serverApi")));
    }
    return start(settings.build(), spec, options, log, commands);
  }

  @Override
  public void close() {
    client.close();
  }

  private static ClientEntity start(
      MongoClientSettings settings,
      BsonDocument spec,
      BsonDocument options,
      EventLog log,
      CommandEvents commands) {
    boolean awaits = spec.containsKey("awaitMinPoolSizeMS");
    if (awaits) {
      log.pause();
    }
    ClientEntity entity = new ClientEntity(MongoClients.create(settings), log, commands);
    if (awaits) {
      int connections = options.getNumber("minPoolSize", new BsonInt32(0)).intValue();
      long millis = spec.getNumber("awaitMinPoolSizeMS").longValue();
      try {
        if (!log.resume(connections, millis)) {
          entity.close();
          throw new TestFailure(
              "the pool had not its " + connections + " connections after " + millis + " ms");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        entity.close();
        throw new TestFailure("interrupted while a pool was filled");
      }
    }
    return entity;
  }

  private static ConnectionString uri(
      Deployment deployment, BsonDocument spec, BsonDocument options) {
    boolean several = deployment.server().getHosts().size() > 1;
    boolean wantsSeveral = spec.getBoolean("useMultipleMongoses", BsonBoolean.FALSE).getValue();
    if (deployment.isSharded() && wantsSeveral && !several && !deployment.isLoadBalanced()) {
      throw new NotRunnable("needs two addresses of mongos");
    }
    boolean oneHost =
        deployment.isSharded()
            && several
            && !wantsSeveral
            && spec.containsKey("useMultipleMongoses");
    return ClientUri.with(deployment.server(), options, oneHost);
  }

  private static ServerApi serverApi(BsonDocument spec) {
    ServerApi.Builder api =
        ServerApi.builder()
            .version(ServerApiVersion.findByValue(spec.getString("version").getValue()));
    if (spec.containsKey("strict")) {
      api.strict(spec.getBoolean("strict").getValue());
    }
    if (spec.containsKey("deprecationErrors")) {
      api.deprecationErrors(spec.getBoolean("deprecationErrors").getValue());
    }
    return api.build();
  }

  private static Set<String> strings(BsonArray array) {
    Set<String> strings = new HashSet<>();
    array.forEach(value -> strings.add(((BsonString) value).getValue()));
    return strings;
  }
}
