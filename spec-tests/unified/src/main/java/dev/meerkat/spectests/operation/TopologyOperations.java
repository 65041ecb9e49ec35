package dev.meerkat.spectests.operation;

import com.mongodb.client.MongoClient;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import dev.meerkat.spectests.unified.TestFailure;
import dev.meerkat.spectests.unified.TopologyEvents;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What a client knows of its servers. Threads: immutable. */
final class TopologyOperations {
  private static final long POLL_MILLIS = 10;

  private TopologyOperations() {}

  static @Nullable BsonValue record(Call call) {
    ClusterDescription description =
        call.entities().client(call.arguments().string("client")).getClusterDescription();
    call.entities().put(call.arguments().string("id"), description);
    return null;
  }

  static @Nullable BsonValue assertType(Call call) {
    ClusterDescription description = recorded(call, "topologyDescription");
    String expected = call.arguments().string("topologyType");
    String actual = TopologyEvents.topologyType(description);
    if (!actual.equals(expected)) {
      throw new TestFailure("expected a topology " + expected + ", got " + actual);
    }
    return null;
  }

  static @Nullable BsonValue waitForPrimaryChange(Call call) throws InterruptedException {
    Optional<ServerDescription> before = primary(recorded(call, "priorTopologyDescription"));
    MongoClient client = call.entities().client(call.arguments().string("client"));
    long limit =
        call.arguments().has("timeoutMS") ? call.arguments().longNumber("timeoutMS") : 10_000;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limit);
    while (System.nanoTime() < end) {
      Optional<ServerDescription> now = primary(client.getClusterDescription());
      if (now.isPresent()
          && !now.map(ServerDescription::getAddress)
              .equals(before.map(ServerDescription::getAddress))) {
        return null;
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new TestFailure("no other primary after " + limit + " ms");
  }

  private static ClusterDescription recorded(Call call, String argument) {
    return call.entities().as(ClusterDescription.class, call.arguments().string(argument));
  }

  private static Optional<ServerDescription> primary(ClusterDescription description) {
    return description.getServerDescriptions().stream()
        .filter(ServerDescription::isPrimary)
        .findFirst();
  }
}
