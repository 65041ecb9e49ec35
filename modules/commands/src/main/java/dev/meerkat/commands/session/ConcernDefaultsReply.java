package dev.meerkat.commands.session;

import dev.meerkat.engine.ConcernDefaults;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.ReadConcern;
import dev.meerkat.spi.command.WriteConcern;
import org.bson.BsonTimestamp;

/** What is told of the read and write concern of commands that name none. Threads: immutable. */
final class ConcernDefaultsReply {
  private ConcernDefaultsReply() {}

  /**
   * @throws ServerException 51300
   */
  static void refuseStandalone(Operation operation, String command) {
    if (!operation.engine().options().isReplicaSet()) {
      throw new ServerException(
          ErrorCode.location(51300), "'" + command + "' is not supported on standalone nodes.");
    }
  }

  static void write(Operation operation, ConcernDefaults.State state, DocumentBuilder reply) {
    ReadConcern read = state.read();
    WriteConcern write = state.write();
    reply.beginDocument("defaultReadConcern");
    reply.appendString("level", (read == null ? ReadConcern.NONE : read).level().wireName()).end();
    reply.append("defaultWriteConcern", (write == null ? WriteConcern.NONE : write).toBson());
    BsonTimestamp opTime = state.opTime();
    if (opTime != null) {
      reply.append("updateOpTime", opTime);
    }
    if (state.wallTime() != null) {
      reply.append("updateWallClockTime", state.wallTime());
    }
    reply.appendString("defaultWriteConcernSource", write == null ? "implicit" : "global");
    reply.appendString("defaultReadConcernSource", read == null ? "implicit" : "global");
    reply.appendDateTime(
        "localUpdateWallClockTime",
        opTime == null ? operation.engine().server().startedAtMillis() : state.heardMillis());
  }
}
