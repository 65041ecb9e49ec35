package dev.meerkat.spectests.unified;

import com.mongodb.event.ConnectionCheckOutFailedEvent;
import com.mongodb.event.ConnectionCheckOutStartedEvent;
import com.mongodb.event.ConnectionCheckedInEvent;
import com.mongodb.event.ConnectionCheckedOutEvent;
import com.mongodb.event.ConnectionClosedEvent;
import com.mongodb.event.ConnectionCreatedEvent;
import com.mongodb.event.ConnectionPoolClearedEvent;
import com.mongodb.event.ConnectionPoolClosedEvent;
import com.mongodb.event.ConnectionPoolCreatedEvent;
import com.mongodb.event.ConnectionPoolListener;
import com.mongodb.event.ConnectionPoolReadyEvent;
import com.mongodb.event.ConnectionReadyEvent;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Writes what a client tells of its pools of connections into its log. Threads: safe. */
record PoolEvents(EventLog log) implements ConnectionPoolListener {
  @Override
  public void connectionPoolCreated(ConnectionPoolCreatedEvent event) {
    log.add("poolCreatedEvent", new BsonDocument());
  }

  @Override
  public void connectionPoolReady(ConnectionPoolReadyEvent event) {
    log.add("poolReadyEvent", new BsonDocument());
  }

  @Override
  public void connectionPoolCleared(ConnectionPoolClearedEvent event) {
    log.add(
        "poolClearedEvent",
        new BsonDocument("hasServiceId", BsonBoolean.valueOf(event.getServiceId() != null)));
  }

  @Override
  public void connectionPoolClosed(ConnectionPoolClosedEvent event) {
    log.add("poolClosedEvent", new BsonDocument());
  }

  @Override
  public void connectionCheckOutStarted(ConnectionCheckOutStartedEvent event) {
    log.add("connectionCheckOutStartedEvent", new BsonDocument());
  }

  @Override
  public void connectionCheckOutFailed(ConnectionCheckOutFailedEvent event) {
    String reason =
        switch (event.getReason()) {
          case POOL_CLOSED -> "poolClosed";
          case TIMEOUT -> "timeout";
          case CONNECTION_ERROR -> "connectionError";
          case UNKNOWN -> "unknown";
        };
    log.add("connectionCheckOutFailedEvent", new BsonDocument("reason", new BsonString(reason)));
  }

  @Override
  public void connectionCheckedOut(ConnectionCheckedOutEvent event) {
    log.add("connectionCheckedOutEvent", new BsonDocument());
  }

  @Override
  public void connectionCheckedIn(ConnectionCheckedInEvent event) {
    log.add("connectionCheckedInEvent", new BsonDocument());
  }

  @Override
  public void connectionCreated(ConnectionCreatedEvent event) {
    log.add("connectionCreatedEvent", new BsonDocument());
  }

  @Override
  public void connectionReady(ConnectionReadyEvent event) {
    log.add("connectionReadyEvent", new BsonDocument());
  }

  @Override
  public void connectionClosed(ConnectionClosedEvent event) {
    String reason =
        switch (event.getReason()) {
          case STALE -> "stale";
          case IDLE -> "idle";
          case ERROR -> "error";
          case POOL_CLOSED -> "poolClosed";
        };
    log.add("connectionClosedEvent", new BsonDocument("reason", new BsonString(reason)));
  }
}
