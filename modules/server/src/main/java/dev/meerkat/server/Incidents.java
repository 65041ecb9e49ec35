package dev.meerkat.server;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.ServerException;
import java.util.Map;

/** Logs the server's own faults under a number that the client is told, too. Threads: safe. */
final class Incidents {

  private final Seeds seeds;
  private final ServerLog log;

  Incidents(Seeds seeds, ServerLog log) {
    this.seeds = seeds;
    this.log = log;
  }

  /** What the client is told of a fault. */
  ServerException report(String command, Throwable fault) {
    String incident = seeds.newObjectId().toHexString();
    log.error(
        LogLine.command(
            7_700_006,
            "Internal error",
            Map.of("command", command, "incident", incident, "error", fault)));
    return switch (fault) {
      case StackOverflowError _ ->
          new ServerException(ErrorCode.OVERFLOW, "the command is nested too deeply");
      case OutOfMemoryError _ ->
          new ServerException(
              ErrorCode.EXCEEDED_MEMORY_LIMIT, "the server is out of memory for this command");
      default ->
          new ServerException(
              ErrorCode.INTERNAL_ERROR,
              "internal error, incident " + incident + ": the server's log says more");
    };
  }
}
