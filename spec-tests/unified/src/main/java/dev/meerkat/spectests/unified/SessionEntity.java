package dev.meerkat.spectests.unified;

import com.mongodb.ClientSessionOptions;
import com.mongodb.client.ClientSession;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/**
 * A session, and its identifier for the time after its end. Threads: confined to the test.
 *
 * @param isSnapshot whether it reads from one moment
 */
public record SessionEntity(ClientSession session, BsonDocument identifier, boolean isSnapshot)
    implements AutoCloseable {

  static SessionEntity of(Entities entities, BsonDocument spec) {
    BsonDocument options = spec.getDocument("sessionOptions", new BsonDocument());
    ClientSessionOptions.Builder builder = ClientSessionOptions.builder();
    BsonTimestamp snapshotTime = null;
    for (var option : options.entrySet()) {
      BsonValue value = option.getValue();
      switch (option.getKey()) {
        case "causalConsistency" -> builder.causallyConsistent(value.asBoolean().getValue());
        case "defaultTimeoutMS" ->
            builder.defaultTimeout(value.asNumber().longValue(), TimeUnit.MILLISECONDS);
        case "defaultTransactionOptions" -> {
          Arguments transaction = new Arguments(value.asDocument());
          builder.defaultTransactionOptions(Concerns.transaction(transaction));
          transaction.checkAllRead();
        }
        case "snapshot" -> builder.snapshot(value.asBoolean().getValue());
        case "snapshotTime" -> snapshotTime = entities.value(value).asTimestamp();
        default -> throw new NotRunnable("session option " + option.getKey());
      }
    }
    ClientSession session =
        entities
            .clientEntity(spec.getString("client").getValue())
            .client()
            .startSession(builder.build());
    if (snapshotTime != null) {
      // Not an option in the driver's public API, but the same to the server.
      session.setSnapshotTimestamp(snapshotTime);
      entities.emulated().add("session option snapshotTime");
    }
    boolean isSnapshot = Boolean.TRUE.equals(session.getOptions().isSnapshot());
    return new SessionEntity(session, session.getServerSession().getIdentifier(), isSnapshot);
  }

  @Override
  public void close() {
    session.close();
  }
}
