package dev.meerkat.spectests.operation;

import dev.meerkat.spectests.unified.EventLog;
import dev.meerkat.spectests.unified.EventMatcher;
import dev.meerkat.spectests.unified.TestFailure;
import dev.meerkat.spectests.unified.ValueMatcher;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Waiting for events, and counting them. Threads: immutable. */
final class EventOperations {
  private static final long LIMIT_MILLIS = 10_000;

  private EventOperations() {}

  static @Nullable BsonValue waitForEvent(Call call) throws InterruptedException {
    BsonDocument event = call.arguments().document("event");
    long count = call.arguments().longNumber("count");
    EventLog log = log(call);
    if (!log.await(like(call, event), count, LIMIT_MILLIS)) {
      throw new TestFailure(
          "after 10 s there were %d of %d events like %s"
              .formatted(log.count(like(call, event)), count, event));
    }
    return null;
  }

  static @Nullable BsonValue assertEventCount(Call call) {
    BsonDocument event = call.arguments().document("event");
    long expected = call.arguments().longNumber("count");
    long actual = log(call).count(like(call, event));
    if (actual != expected) {
      throw new TestFailure(
          "expected %d events like %s, got %d".formatted(expected, event, actual));
    }
    return null;
  }

  static @Nullable BsonValue connectionsCheckedOut(Call call) {
    long expected = call.arguments().longNumber("connections");
    int actual = log(call).connectionsCheckedOut();
    if (actual != expected) {
      throw new TestFailure("expected %d connections in use, got %d".formatted(expected, actual));
    }
    return null;
  }

  private static Predicate<EventLog.Event> like(Call call, BsonDocument event) {
    EventMatcher matcher = new EventMatcher(new ValueMatcher(call.entities()));
    return actual -> matcher.matches(event, actual);
  }

  private static EventLog log(Call call) {
    return call.entities().clientEntity(call.arguments().string("client")).log();
  }
}
