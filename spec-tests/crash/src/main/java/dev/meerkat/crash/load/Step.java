package dev.meerkat.crash.load;

import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * One command of a worker and what it does. Threads: immutable.
 *
 * @param command the command, without its write concern
 * @param order what may be there of it when it was under way
 * @param effects what it changes, in its own order
 * @param expected what the {@linkplain Replies#outline outline} of its answer holds
 */
record Step(BsonDocument command, Order order, List<Effect> effects, BsonDocument expected) {
  /** How the effects of one command come about. */
  enum Order {
    /** One after the other: a first part of them may be there. */
    ORDERED,
    /** Each by itself. */
    UNORDERED
  }

  static Step one(BsonDocument command, Effect effect, BsonDocument expected) {
    return new Step(command, Order.ORDERED, List.of(effect), expected);
  }

  boolean isRetryable() {
    return command.containsKey("txnNumber");
  }

  /** Whether a session's number may go with it: what changes many documents cannot be repeated. */
  boolean mayBeRetryable() {
    return isNowhere("updates", "multi", BsonBoolean.TRUE)
        && isNowhere("deletes", "limit", new BsonInt32(0));
  }

  private boolean isNowhere(String statements, String field, BsonValue value) {
    if (command.containsKey(statements)) {
      for (BsonValue statement : command.getArray(statements)) {
        if (value.equals(statement.asDocument().get(field))) {
          return false;
        }
      }
    }
    return true;
  }

  void apply(State state) {
    effects.forEach(effect -> effect.apply(state));
  }
}
