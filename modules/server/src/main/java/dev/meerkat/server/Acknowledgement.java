package dev.meerkat.server;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.command.WriteConcern;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * What a write's reply says where the write is done but its write concern cannot be met. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/write-concern/">Write concern</a>
 */
final class Acknowledgement {
  private Acknowledgement() {}

  /** Writes {@code writeConcernError} where one member cannot be what the client asks for. */
  static void write(Operation operation, DocumentBuilder reply) {
    WriteConcern concern = operation.writeConcern();
    if (!concern.isWGiven() || concern.isMajority()) {
      return;
    }
    switch (concern.w()) {
      case BsonInt32 members when members.getValue() <= 1 -> {}
      case BsonString mode ->
          error(
              ErrorCode.UNKNOWN_REPL_WRITE_CONCERN,
              "No write concern mode named '"
                  + mode.getValue()
                  + "' found in replica set"
                  + " configuration",
              operation,
              reply);
      default ->
          error(
              ErrorCode.UNSATISFIABLE_WRITE_CONCERN,
              "Not enough data-bearing nodes",
              operation,
              reply);
    }
  }

  private static void error(
      ErrorCode code, String message, Operation operation, DocumentBuilder reply) {
    boolean ofClient = operation.common().writeConcern().isWGiven();
    reply.beginDocument("writeConcernError");
    reply.appendInt32("code", code.number());
    reply.appendString("codeName", code.codeName());
    reply.appendString("errmsg", message);
    reply.beginDocument("errInfo");
    reply.append(
        "writeConcern",
        operation
            .writeConcern()
            .toBson()
            .append("provenance", new BsonString(ofClient ? "clientSupplied" : "customDefault")));
    reply.end().end();
  }
}
