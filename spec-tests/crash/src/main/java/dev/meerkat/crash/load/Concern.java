package dev.meerkat.crash.load;

import org.bson.BsonDocument;

/** The write concerns of the load. Threads: immutable. */
enum Concern {
  UNACKNOWLEDGED,
  ACKNOWLEDGED,
  JOURNALED,
  MAJORITY,

  /** None given: a replica set's default, which is majority. */
  DEFAULT;

  /** Whether what was acknowledged with it is synced. */
  boolean survivesPowerLoss() {
    return switch (this) {
      case UNACKNOWLEDGED, ACKNOWLEDGED -> false;
      case JOURNALED, MAJORITY, DEFAULT -> true;
    };
  }

  void addTo(BsonDocument command) {
    switch (this) {
      case UNACKNOWLEDGED -> command.append("writeConcern", Documents.of("w", 0));
      case ACKNOWLEDGED -> command.append("writeConcern", Documents.of("w", 1));
      case JOURNALED -> command.append("writeConcern", Documents.of("w", 1, "j", true));
      case MAJORITY -> command.append("writeConcern", Documents.of("w", "majority"));
      case DEFAULT -> {}
    }
  }
}
