package dev.meerkat.engine.cursor;

import dev.meerkat.engine.Parameters;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.function.Supplier;
import org.bson.BsonBoolean;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/**
 * How long a cursor waits for the next that asks it, as the server's parameters say. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/parameters/">Parameters</a>
 */
final class CursorTimeout {
  private static final String MILLIS = "cursorTimeoutMillis";
  private static final String IN_SESSIONS = "enableTimeoutOfInactiveSessionCursors";
  private static final long DEFAULT_MILLIS = 600_000;

  private final Supplier<BsonValue> millis;
  private final Supplier<BsonValue> inSessions;

  private CursorTimeout(Supplier<BsonValue> millis, Supplier<BsonValue> inSessions) {
    this.millis = millis;
    this.inSessions = inSessions;
  }

  /** Makes its parameters known. */
  static CursorTimeout of(Parameters parameters) {
    return new CursorTimeout(
        parameters.define(MILLIS, new BsonInt64(DEFAULT_MILLIS), CursorTimeout::checked, true),
        parameters.define(
            IN_SESSIONS, BsonBoolean.FALSE, given -> Parameters.bool(IN_SESSIONS, given), true));
  }

  private static BsonValue checked(BsonValue value) {
    if (!(value instanceof BsonNumber number) || number.longValue() < 0) {
      throw new ServerException(ErrorCode.BAD_VALUE, MILLIS + " must be a number of milliseconds");
    }
    return new BsonInt64(number.longValue());
  }

  long millis() {
    return ((BsonNumber) millis.get()).longValue();
  }

  /** Whether cursors of a session do not just end with it. */
  boolean isAlsoInSessions() {
    return inSessions.get().equals(BsonBoolean.TRUE);
  }
}
