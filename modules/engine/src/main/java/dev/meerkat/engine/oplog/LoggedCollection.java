package dev.meerkat.engine.oplog;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.spi.DocumentBuilder;
import java.util.Arrays;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * A collection as the operations on its documents name it: what is the same for each of them is
 * made once. Threads: immutable.
 */
final class LoggedCollection {
  private final CollectionEntry entry;
  private final byte[] elements;
  private final boolean isLogged;
  private final boolean keepsImages;

  private LoggedCollection(CollectionEntry entry) {
    this.entry = entry;
    this.isLogged = OplogRules.isLogged(entry.namespace());
    this.keepsImages = OplogRules.keepsImages(entry);
    byte[] named =
        new DocumentBuilder(96)
            .appendString(LoggedOperation.NS, entry.namespace().fullName())
            .append(LoggedOperation.UI, new BsonBinary(entry.uuid(), UuidRepresentation.STANDARD))
            .toBytes();
    this.elements = Arrays.copyOfRange(named, 4, named.length - 1);
  }

  /**
   * @param known the collection of the operation before, which is the same for most
   */
  @SuppressWarnings("ReferenceEquality") // an entry is replaced, never changed
  static LoggedCollection of(CollectionEntry entry, @Nullable LoggedCollection known) {
    return known != null && known.entry == entry ? known : new LoggedCollection(entry);
  }

  /** Whether the oplog is told of its documents at all. */
  boolean isLogged() {
    return isLogged;
  }

  /** Whether it keeps what its documents were. */
  boolean keepsImages() {
    return keepsImages;
  }

  UUID uuid() {
    return entry.uuid();
  }

  /** Writes the fields ns and ui. */
  void write(DocumentBuilder out) {
    out.appendElements(elements, 0, elements.length);
  }
}
