package dev.meerkat.spectests.operation;

import com.mongodb.MongoDriverInformation;
import dev.meerkat.spectests.unified.Arguments;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What only a client can do. Threads: immutable. */
final class ClientOperations {
  private ClientOperations() {}

  static @Nullable BsonValue appendMetadata(Call call) {
    Arguments options = new Arguments(call.arguments().document("driverInfoOptions"));
    MongoDriverInformation.Builder information = MongoDriverInformation.builder();
    options.string("name", information::driverName);
    options.string("version", information::driverVersion);
    options.string("platform", information::driverPlatform);
    options.checkAllRead();
    call.arguments().checkAllRead();
    call.entities().client(call.object()).appendMetadata(information.build());
    return null;
  }
}
