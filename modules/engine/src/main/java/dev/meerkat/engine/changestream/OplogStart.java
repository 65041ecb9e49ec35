package dev.meerkat.engine.changestream;

import dev.meerkat.engine.oplog.Oplog;
import dev.meerkat.engine.oplog.OplogReader;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.List;
import org.bson.BsonString;

/** How far back the oplog reaches. Threads: immutable. */
final class OplogStart {
  /** The message of the first entry that an oplog ever has: nothing was before it. */
  private static final BsonString FIRST = new BsonString("initiating set");

  private OplogStart() {}

  /**
   * Checks that no entry after a time has been removed. Who reads opens his reader first and asks
   * then: what is there now, was there when the reader began.
   *
   * @param after bits of the time
   * @throws ServerException 286 where some have
   */
  static void check(Oplog oplog, long after) {
    if (isLost(oplog, after)) {
      throw new ServerException(
          new ErrorCode(286, "ChangeStreamHistoryLost"),
          "Resume of change stream was not possible, as the resume point may no longer be in the"
              + " oplog.",
          null,
          List.of("NonResumableChangeStreamError"));
    }
  }

  /** Whether an entry after a time may have been removed. */
  static boolean isLost(Oplog oplog, long after) {
    try (OplogReader reader = oplog.reader(0)) {
      return reader.advance()
          && Long.compareUnsigned(reader.timestampBits(), after + 1) > 0
          && !FIRST.equals(reader.entry().o().get("msg"));
    }
  }
}
