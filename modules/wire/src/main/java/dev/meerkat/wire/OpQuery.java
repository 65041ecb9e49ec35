package dev.meerkat.wire;

import dev.meerkat.spi.DocumentView;

/**
 * The legacy query, which clients still send for their very first handshake: a command is a query
 * on the collection {@code $cmd}. Threads: immutable.
 *
 * @param flags bits of the legacy protocol (tailable, exhaust …)
 * @param namespace the full collection name
 * @param skip documents to pass over
 * @param limit documents wanted; 1 or -1 for a command
 * @param query the filter, or the command
 */
public record OpQuery(
    FrameHeader header, int flags, String namespace, int skip, int limit, DocumentView query)
    implements Message {
  private static final String COMMAND_COLLECTION = ".$cmd";

  /** Whether this is a command rather than a query. */
  public boolean isCommand() {
    return namespace.endsWith(COMMAND_COLLECTION);
  }

  /** The database part of the namespace. */
  public String database() {
    int dot = namespace.indexOf('.');
    return dot < 0 ? namespace : namespace.substring(0, dot);
  }

  static OpQuery parse(FrameHeader header, FrameSlice frame) {
    int flags = frame.int32();
    String namespace = frame.cString();
    int skip = frame.int32();
    int limit = frame.int32();
    DocumentView query = frame.document();
    if (frame.remaining() > 0) {
      // Fields to return: allowed by the protocol, without meaning for a command.
      frame.skipDocument();
    }
    frame.expectEnd();
    return new OpQuery(header, flags, namespace, skip, limit, query);
  }
}
