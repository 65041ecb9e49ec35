package dev.meerkat.fuzz.simulator;

import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.jspecify.annotations.Nullable;

/** A client with its session, and the last write that it may send again. Threads: confined. */
final class Client {
  private UUID session;
  private long number;
  long lastUseMillis;

  /** Whether the node knows the last number for certain. */
  boolean isNumberKnown;

  @Nullable Write write;
  @Nullable BsonDocument sent;

  Client(UUID session) {
    this.session = session;
  }

  /** Begins another session; what was sent before is forgotten. */
  void renew(UUID fresh) {
    session = fresh;
    number = 0;
    isNumberKnown = false;
    write = null;
    sent = null;
  }

  BsonDocument lsid() {
    return new BsonDocument("id", new BsonBinary(session));
  }

  /** The command as a retryable write with the next number. */
  BsonDocument numbered(BsonDocument command) {
    return command.append("lsid", lsid()).append("txnNumber", new BsonInt64(++number));
  }

  long number() {
    return number;
  }
}
