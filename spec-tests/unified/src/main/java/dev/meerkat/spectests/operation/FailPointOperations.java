package dev.meerkat.spectests.operation;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.meerkat.spectests.unified.TestFailure;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Faults that the server commits when it is asked to. Threads: immutable. */
final class FailPointOperations {
  private FailPointOperations() {}

  /** Sets a fail point until the test's end. */
  static @Nullable BsonValue failPoint(Call call) {
    BsonDocument failPoint = call.arguments().document("failPoint");
    MongoDatabase admin =
        call.entities().client(call.arguments().string("client")).getDatabase("admin");
    ClientSession session = call.session();
    call.arguments().checkAllRead();
    if (!call.context().faults()) {
      return null;
    }
    if (session == null) {
      admin.runCommand(failPoint);
    } else {
      admin.runCommand(session, failPoint);
    }
    MongoDatabase own = call.context().internal().getDatabase("admin");
    call.context().cleanup().add(() -> own.runCommand(off(failPoint)));
    return null;
  }

  /** Sets it on the router that a session's transaction is bound to. */
  static @Nullable BsonValue targetedFailPoint(Call call) {
    BsonDocument failPoint = call.arguments().document("failPoint");
    ServerAddress address =
        call.entities().session(call.arguments().string("session")).getPinnedServerAddress();
    if (address == null) {
      throw new TestFailure("the session is not pinned");
    }
    if (!call.context().faults()) {
      return null;
    }
    send(call, address, failPoint);
    call.context().cleanup().add(() -> send(call, address, off(failPoint)));
    return null;
  }

  private static void send(Call call, ServerAddress address, BsonDocument command) {
    MongoClientSettings settings =
        MongoClientSettings.builder()
            .applyConnectionString(call.context().deployment().server())
            .applyToClusterSettings(cluster -> cluster.hosts(List.of(address)))
            .build();
    try (MongoClient client = MongoClients.create(settings)) {
      client.getDatabase("admin").runCommand(command);
    }
  }

  private static BsonDocument off(BsonDocument failPoint) {
    return new BsonDocument("configureFailPoint", failPoint.getString("configureFailPoint"))
        .append("mode", new BsonString("off"));
  }
}
