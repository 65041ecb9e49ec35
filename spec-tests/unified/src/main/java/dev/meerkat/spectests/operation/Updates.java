package dev.meerkat.spectests.operation;

import dev.meerkat.spectests.unified.TestFailure;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The two forms of an update. Threads: immutable. */
final class Updates {
  private Updates() {}

  static List<BsonDocument> pipeline(BsonValue update) {
    return update.asArray().stream().map(BsonValue::asDocument).toList();
  }

  static BsonDocument document(@Nullable BsonValue update) {
    if (update == null) {
      throw new TestFailure("argument update is missing");
    }
    return update.asDocument();
  }
}
