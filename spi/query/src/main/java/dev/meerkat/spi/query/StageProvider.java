package dev.meerkat.spi.query;

import java.util.Set;
import org.bson.BsonValue;

/** Brings aggregation stages; found by {@link java.util.ServiceLoader}. Threads: immutable. */
public interface StageProvider {
  /** Wire names, each with its {@code $}. A name claimed twice is refused at start. */
  Set<String> names();

  /** Parses <code>{name: spec}</code>. */
  Stage parse(String name, BsonValue spec, ParseScope scope);
}
