package dev.meerkat.engine.changestream;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream goes on: it passes over events until it meets the one that the client's token
 * names. Threads: confined to one operation.
 */
final class ResumePoint {
  private final ResumeToken token;
  private boolean passed;

  /**
   * @param token of an event, or of a moment, after which every event counts
   */
  ResumePoint(ResumeToken token) {
    this.token = token;
    this.passed = !token.isEvent();
  }

  /** Bits of the last time that is wholly before a token's. */
  static long before(ResumeToken token) {
    long time = token.clusterTime().getValue();
    return time == 0 ? 0 : time - 1;
  }

  /** What becomes of an event. */
  enum Verdict {
    /** It is before the point. */
    SKIP,
    /** It is told. */
    TELL,
    /** It is told in parts, of which the client has some. */
    TELL_REST,
    /** It is the one that the client has; what follows from it is still told. */
    FOUND,
    /** It is the one that has ended the client's stream, which goes on nevertheless. */
    FOUND_WITH_INVALIDATION
  }

  /** The last part of a split event that the client has, or -1. */
  int fragment() {
    Integer fragment = token.fragment();
    return fragment == null ? -1 : fragment;
  }

  /**
   * Judges an event; they come in their order.
   *
   * @throws ServerException 280 where the client's event is not there
   */
  Verdict judge(ChangeEvent event) {
    if (passed) {
      return Verdict.TELL;
    }
    ResumeToken other = event.token();
    int byTime = other.clusterTime().compareTo(token.clusterTime());
    if (byTime < 0 || (byTime == 0 && other.txnOpIndex() < token.txnOpIndex())) {
      return Verdict.SKIP;
    }
    if (byTime > 0 || other.txnOpIndex() > token.txnOpIndex() || !isSame(other)) {
      throw new ServerException(
          new ErrorCode(280, "ChangeStreamFatalError"),
          "cannot resume stream; the resume token was not found. " + token.toBson(),
          null,
          List.of("NonResumableChangeStreamError"));
    }
    passed = true;
    if (token.fragment() != null) {
      return Verdict.TELL_REST;
    }
    return token.fromInvalidate() ? Verdict.FOUND_WITH_INVALIDATION : Verdict.FOUND;
  }

  private boolean isSame(ResumeToken other) {
    if (token.uuid() != null && !token.uuid().equals(other.uuid())) {
      return false;
    }
    BsonValue event = other.event();
    if (token.version() == 1 && event instanceof BsonDocument told) {
      return isSame(token.event(), told.get("documentKey"));
    }
    return isSame(token.event(), event);
  }

  private static boolean isSame(@Nullable BsonValue one, @Nullable BsonValue other) {
    return one == null ? other == null : one.equals(other);
  }
}
