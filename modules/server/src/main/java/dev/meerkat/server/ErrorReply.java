package dev.meerkat.server;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.List;
import org.bson.BsonDocument;

/** The reply of a command that has failed. Threads: immutable. */
final class ErrorReply {
  private ErrorReply() {}

  static void write(DocumentBuilder reply, ErrorCode code, String text) {
    reply
        .appendDouble("ok", 0)
        .appendString("errmsg", text)
        .appendInt32("code", code.number())
        .appendString("codeName", code.codeName());
  }

  /** Everything but the labels, which are not the failure's own affair. */
  static void write(DocumentBuilder reply, ServerException failure) {
    write(reply, failure.code(), failure.text());
    BsonDocument details = failure.details();
    if (details != null) {
      reply.appendFields(details);
    }
  }

  static void writeLabels(DocumentBuilder reply, List<String> labels) {
    if (!labels.isEmpty()) {
      reply.beginArray("errorLabels");
      for (String label : labels) {
        reply.appendString(reply.nextIndex(), label);
      }
      reply.end();
    }
  }
}
