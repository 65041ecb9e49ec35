package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.Namespace;

/**
 * What is different in the replies of commands that have a view answered by an aggregation.
 * Threads: stateless.
 */
final class ViewReply {
  private ViewReply() {}

  /** Of a view, as of a time-series collection, mongod answers {@code ok} as an int32. */
  static void begin(Namespace namespace, Operation operation, DocumentBuilder reply) {
    CollectionEntry entry = operation.collections().find(namespace);
    if (entry != null && entry.isView()) {
      reply.appendInt32("ok", 1);
    }
  }
}
