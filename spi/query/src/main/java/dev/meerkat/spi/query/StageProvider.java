package dev.meerkat.spi.query;

import java.util.Set;
import org.bson.BsonValue;

/** Brings aggregation stages; found by {@link java.util.ServiceLoader}. Threads: immutable. */
public interface StageProvider {
  /** Wire names, each with its {@code $}. A name claimed twice is refused at start. */
  Set<String> names();

  /**
   * Whether a stage may belong to version 1 of the Stable API. Where it never does, a strict client
   * is told so before the stage is read; where what it says decides, its traits do.
   */
  default boolean isStable(String name) {
    return true;
  }

  /** Parses <code>{name: spec}</code>. */
  Stage parse(String name, BsonValue spec, ParseScope scope);
}
