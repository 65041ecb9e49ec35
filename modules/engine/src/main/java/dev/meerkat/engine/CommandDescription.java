package dev.meerkat.engine;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A command as {@code currentOp}, the profiler and the log show it: its bytes are another's as soon
 * as it is over, and most commands are never shown. Threads: safe; guarded by this.
 */
final class CommandDescription {
  private static final byte[] COMMENT = BsonBytes.nameBytes("comment");
  private static final int MAX_BYTES = 4_096;

  private final String command;
  private final DocumentView body;

  /** Made for the first who asks, on whichever thread. */
  private @Nullable DocumentView made;

  private boolean isOver;

  CommandDescription(String command, DocumentView body) {
    this.command = command;
    this.body = body;
  }

  /** The command's name. */
  String command() {
    return command;
  }

  /** The whole command, valid until it is over. */
  DocumentView body() {
    return body;
  }

  /**
   * A long command, and one that is over when it is asked for first, is shown by its name alone.
   */
  synchronized DocumentView view() {
    DocumentView known = made;
    if (known == null) {
      // The frame's buffer may be used again once the operation is over, so that this is a copy.
      known =
          isOver || body.length() > MAX_BYTES
              ? new DocumentBuilder(64).appendString("$truncated", command).toView()
              : body.retain();
      made = known;
    }
    return known;
  }

  /** Shows the comment of another command, where that has one, beside the own fields. */
  synchronized void inheritComment(DocumentView other) {
    byte[] bytes = other.array();
    int element = BsonBytes.findElement(bytes, other.offset(), COMMENT);
    if (element >= 0) {
      BsonValue comment =
          BsonBytes.decode(bytes, bytes[element], BsonBytes.valueOffset(bytes, element));
      made = DocumentView.of(view().toBson().append("comment", comment));
    }
  }

  /** Says that the command's bytes may be gone. */
  synchronized void over() {
    isOver = true;
  }
}
