package dev.meerkat.spectests.unified;

import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Holds what clients told against what a test expects. Threads: immutable. */
public record EventMatcher(ValueMatcher values) {
  private static final Set<String> KNOWN =
      Set.of(
          "awaited",
          "command",
          "commandName",
          "databaseName",
          "hasServerConnectionId",
          "hasServiceId",
          "newDescription",
          "previousDescription",
          "reason",
          "reply");

  /** All of a test's {@code expectEvents}. */
  public void match(BsonArray expectations) {
    for (BsonValue expectation : expectations) {
      BsonDocument one = expectation.asDocument();
      String client = one.getString("client").getValue();
      String type = one.getString("eventType", new BsonString("command")).getValue();
      BsonArray expected = one.getArray("events");
      List<EventLog.Event> actual = values.entities().clientEntity(client).log().events(type);
      boolean more = one.getBoolean("ignoreExtraEvents", BsonBoolean.FALSE).getValue();
      if (more ? actual.size() < expected.size() : actual.size() != expected.size()) {
        throw new TestFailure(
            "events: expected "
                + names(expected)
                + ", got "
                + actual.stream()
                    .map(EventLog.Event::toString)
                    .map(EventMatcher::shorten)
                    .toList());
      }
      for (int i = 0; i < expected.size(); i++) {
        match(expected.get(i).asDocument(), actual.get(i), "event " + i);
      }
    }
  }

  /** Whether an event is as a test describes it. */
  public boolean matches(BsonDocument expected, EventLog.Event actual) {
    try {
      match(expected, actual, "event");
      return true;
    } catch (TestFailure e) {
      return false;
    }
  }

  private void match(BsonDocument expected, EventLog.Event actual, String where) {
    String kind = expected.getFirstKey();
    if (!kind.equals(actual.kind())) {
      throw new TestFailure(where + ": expected a " + kind + ", got " + actual.kind());
    }
    for (var condition : expected.getDocument(kind).entrySet()) {
      String field = condition.getKey();
      if (!KNOWN.contains(field)) {
        throw new NotRunnable("the driver's " + kind + " lacks " + field);
      }
      values.match(
          condition.getValue(), actual.fields().get(field), where + " " + kind + "." + field);
    }
  }

  private static List<String> names(BsonArray expected) {
    return expected.stream().map(event -> shorten(event.toString())).toList();
  }

  private static String shorten(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }
}
