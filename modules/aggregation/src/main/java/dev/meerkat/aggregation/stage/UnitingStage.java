package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Namespace;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** A stage that adds what a pipeline answers elsewhere. Threads: immutable. */
public interface UnitingStage extends NestingStage {
  /** Where the pipeline runs. */
  Namespace foreign();

  /** The pipeline as it was written. */
  BsonArray written();

  /** The stage in explain, with the explanation of its pipeline. */
  BsonDocument describe(BsonArray explained);
}
