package dev.meerkat.crash.load;

import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** The write concerns of the load. Threads: immutable. */
enum Concern {
  UNACKNOWLEDGED(new BsonDocument("w", new BsonInt32(0)), false),
  ACKNOWLEDGED(new BsonDocument("w", new BsonInt32(1)), false),
  JOURNALED(new BsonDocument("w", new BsonInt32(1)).append("j", BsonBoolean.TRUE), true),
  MAJORITY(new BsonDocument("w", new BsonString("majority")), true),

  /** None given: a replica set's default, which is majority. */
  DEFAULT(null, true);

  private final BsonDocument document;
  private final boolean survivesPowerLoss;

  Concern(BsonDocument document, boolean survivesPowerLoss) {
    this.document = document;
    this.survivesPowerLoss = survivesPowerLoss;
  }

  /** Whether what was acknowledged with it is synced. */
  boolean survivesPowerLoss() {
    return survivesPowerLoss;
  }

  void addTo(BsonDocument command) {
    if (document != null) {
      command.append("writeConcern", document);
    }
  }
}
