package dev.meerkat.spectests.operation;

import dev.meerkat.spectests.unified.TestFailure;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Entities, threads and pauses in the middle of a test. Threads: immutable. */
final class TestControl {
  private TestControl() {}

  static @Nullable BsonValue createEntities(Call call) {
    call.entities().create(call.arguments().array("entities"));
    return null;
  }

  static @Nullable BsonValue runOnThread(Call call) {
    BsonDocument operation = call.arguments().document("operation");
    call.entities()
        .thread(call.arguments().string("thread"))
        .run(
            () -> {
              try {
                OperationRunner.run(operation, call.context());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TestFailure("interrupted on a thread");
              }
            });
    return null;
  }

  static @Nullable BsonValue waitForThread(Call call) throws InterruptedException {
    call.entities().thread(call.arguments().string("thread")).await();
    return null;
  }

  static @Nullable BsonValue pause(Call call) throws InterruptedException {
    Thread.sleep(call.arguments().longNumber("ms"));
    return null;
  }
}
