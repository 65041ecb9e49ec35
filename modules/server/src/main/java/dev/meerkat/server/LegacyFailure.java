package dev.meerkat.server;

import dev.meerkat.spi.DocumentBuilder;

/**
 * How the legacy protocol says that a request cannot be served. As mongod since 5.1, which answers
 * OP_QUERY (but for the commands of a handshake) and OP_GET_MORE with one and the same code, and
 * ends the connection of who sends OP_KILL_CURSORS, OP_INSERT, OP_UPDATE or OP_DELETE, to which no
 * answer exists. Threads: immutable.
 *
 * @param code MongoDB's number
 * @param text the error's text
 */
record LegacyFailure(int code, String text) {
  private static final String ADVICE =
      " is no longer supported. The client driver may require an upgrade. For more details see"
          + " https://dochub.mongodb.org/core/legacy-opcode-removal";

  static final LegacyFailure QUERY = new LegacyFailure(5739101, "OP_QUERY" + ADVICE);
  static final LegacyFailure GET_MORE = new LegacyFailure(5739101, "OP_GET_MORE" + ADVICE);

  void write(DocumentBuilder reply) {
    reply.appendString("$err", text).appendInt32("code", code).appendDouble("ok", 0);
  }
}
