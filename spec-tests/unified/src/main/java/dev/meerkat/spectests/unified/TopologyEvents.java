package dev.meerkat.spectests.unified;

import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import com.mongodb.event.ClusterClosedEvent;
import com.mongodb.event.ClusterDescriptionChangedEvent;
import com.mongodb.event.ClusterListener;
import com.mongodb.event.ClusterOpeningEvent;
import com.mongodb.event.ServerDescriptionChangedEvent;
import com.mongodb.event.ServerHeartbeatFailedEvent;
import com.mongodb.event.ServerHeartbeatStartedEvent;
import com.mongodb.event.ServerHeartbeatSucceededEvent;
import com.mongodb.event.ServerListener;
import com.mongodb.event.ServerMonitorListener;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Writes what a client tells of servers and their topology into its log. Threads: safe. */
public record TopologyEvents(EventLog log)
    implements ClusterListener, ServerListener, ServerMonitorListener {
  @Override
  public void clusterOpening(ClusterOpeningEvent event) {
    log.add("topologyOpeningEvent", new BsonDocument());
  }

  @Override
  public void clusterClosed(ClusterClosedEvent event) {
    log.add("topologyClosedEvent", new BsonDocument());
  }

  @Override
  public void clusterDescriptionChanged(ClusterDescriptionChangedEvent event) {
    log.add(
        "topologyDescriptionChangedEvent",
        changed(
            topologyType(event.getPreviousDescription()), topologyType(event.getNewDescription())));
  }

  @Override
  public void serverDescriptionChanged(ServerDescriptionChangedEvent event) {
    log.add(
        "serverDescriptionChangedEvent",
        changed(serverType(event.getPreviousDescription()), serverType(event.getNewDescription())));
  }

  @Override
  public void serverHearbeatStarted(ServerHeartbeatStartedEvent event) {
    log.add("serverHeartbeatStartedEvent", awaited(event.isAwaited()));
  }

  @Override
  public void serverHeartbeatSucceeded(ServerHeartbeatSucceededEvent event) {
    log.add("serverHeartbeatSucceededEvent", awaited(event.isAwaited()));
  }

  @Override
  public void serverHeartbeatFailed(ServerHeartbeatFailedEvent event) {
    log.add("serverHeartbeatFailedEvent", awaited(event.isAwaited()));
  }

  /** The specification's name of what the driver knows of a topology. */
  public static String topologyType(ClusterDescription description) {
    boolean hasServers = !description.getServerDescriptions().isEmpty();
    if (description.getConnectionMode() == ClusterConnectionMode.SINGLE && hasServers) {
      return "Single";
    }
    return switch (description.getType()) {
      case STANDALONE -> "Single";
      case REPLICA_SET ->
          description.getServerDescriptions().stream().anyMatch(ServerDescription::isPrimary)
              ? "ReplicaSetWithPrimary"
              : "ReplicaSetNoPrimary";
      case SHARDED -> "Sharded";
      case LOAD_BALANCED -> "LoadBalanced";
      case UNKNOWN -> "Unknown";
    };
  }

  private static String serverType(ServerDescription description) {
    return switch (description.getType()) {
      case STANDALONE -> "Standalone";
      case REPLICA_SET_PRIMARY -> "RSPrimary";
      case REPLICA_SET_SECONDARY -> "RSSecondary";
      case REPLICA_SET_ARBITER -> "RSArbiter";
      case REPLICA_SET_OTHER -> "RSOther";
      case REPLICA_SET_GHOST -> "RSGhost";
      case SHARD_ROUTER -> "Mongos";
      case LOAD_BALANCER -> "LoadBalancer";
      case UNKNOWN -> "Unknown";
    };
  }

  private static BsonDocument changed(String before, String after) {
    return new BsonDocument("previousDescription", new BsonDocument("type", new BsonString(before)))
        .append("newDescription", new BsonDocument("type", new BsonString(after)));
  }

  private static BsonDocument awaited(boolean awaited) {
    return new BsonDocument("awaited", BsonBoolean.valueOf(awaited));
  }
}
