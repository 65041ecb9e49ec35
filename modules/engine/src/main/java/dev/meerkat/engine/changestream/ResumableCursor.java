package dev.meerkat.engine.changestream;

import dev.meerkat.engine.cursor.Resumption;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/**
 * What clients get of a stream: the events as the pipeline leaves them, each with the token that it
 * came with, and where to go on. Threads: confined to one operation at a time.
 */
final class ResumableCursor implements Cursor, Resumption {
  private final ChangeStreamCursor stream;
  private final Cursor events;
  private final boolean splits;
  private final Deque<DocumentView> parts = new ArrayDeque<>();
  private DocumentView current = DocumentView.EMPTY;
  private BsonDocument token;

  /** Bits of the time of the token. */
  private long tokenTime;

  private boolean exhausted;

  /**
   * @param stream the source of the pipeline
   * @param events what leaves the pipeline
   * @param splits whether events that are too large are told in parts
   */
  ResumableCursor(ChangeStreamCursor stream, Cursor events, boolean splits) {
    this.stream = stream;
    this.events = events;
    this.splits = splits;
    this.token = stream.token();
    this.tokenTime = ResumeToken.parse(token).clusterTime().getValue();
  }

  @Override
  public boolean advance() {
    exhausted = false;
    while (true) {
      DocumentView part = parts.poll();
      if (part != null) {
        current = part;
        return true;
      }
      if (!events.advance()) {
        exhausted = true;
        return false;
      }
      DocumentView event = events.current();
      checkToken(event);
      if (event.length() <= Limits.MAX_INTERNAL_DOCUMENT_BYTES && stream.fragment() < 0) {
        current = event;
        return true;
      }
      if (!splits) {
        throw tooLarge(event);
      }
      parts.addAll(EventSplitter.split(event, stream.fragment()));
    }
  }

  private static ServerException tooLarge(DocumentView event) {
    return new ServerException(
        ErrorCode.BSON_OBJECT_TOO_LARGE,
        "BSONObj size: "
            + event.length()
            + " is invalid. Size must be between 0 and "
            + Limits.MAX_INTERNAL_DOCUMENT_BYTES,
        null,
        List.of());
  }

  /** A stream whose events have lost their tokens could never be gone on with. */
  private void checkToken(DocumentView event) {
    BsonValue left = event.get("_id");
    if (!stream.token().equals(left)) {
      throw new ServerException(
          new ErrorCode(280, "ChangeStreamFatalError"),
          "Encountered an event whose _id field, which contains the resume token, was modified by"
              + " the pipeline. Modifying the _id field of an event makes it impossible to resume"
              + " the stream from that point. Only transformations that retain the unmodified _id"
              + " field are allowed. Expected: "
              + new BsonDocument("_id", stream.token())
              + " but found: "
              + (left == null ? "{}" : new BsonDocument("_id", left)),
          null,
          List.of("NonResumableChangeStreamError"));
    }
  }

  @Override
  public DocumentView current() {
    return current;
  }

  @Override
  public void returned(DocumentView event) {
    int id = event.find(BsonBytes.nameBytes("_id"));
    token = BsonBytes.decodeDocument(event.array(), BsonBytes.valueOffset(event.array(), id));
    int time = event.find(BsonBytes.nameBytes("clusterTime"));
    tokenTime =
        time >= 0 && event.array()[time] == BsonBytes.TIMESTAMP
            ? BsonBytes.int64(event.array(), BsonBytes.valueOffset(event.array(), time))
            : ResumeToken.parse(token).clusterTime().getValue();
  }

  @Override
  public BsonDocument postBatchResumeToken() {
    // Where all has been told, the time has moved on even if there was nothing to tell.
    if (exhausted && Long.compareUnsigned(stream.scanned(), tokenTime) > 0) {
      tokenTime = stream.scanned();
      token = ResumeToken.highWaterMark(new BsonTimestamp(tokenTime)).toBson();
    }
    return token;
  }

  @Override
  public boolean isEnded() {
    return stream.isEnded() && parts.isEmpty();
  }

  @Override
  public void await(long nanos) {
    stream.await(nanos);
  }

  @Override
  public void close() {
    events.close();
  }
}
