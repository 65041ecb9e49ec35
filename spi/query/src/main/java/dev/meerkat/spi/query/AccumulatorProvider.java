package dev.meerkat.spi.query;

import java.util.Set;
import org.bson.BsonValue;

/** Brings accumulators; found by {@link java.util.ServiceLoader}. Threads: immutable. */
public interface AccumulatorProvider {
  /** Wire names, each with its {@code $}. A name claimed twice is refused at start. */
  Set<String> names();

  /** Parses <code>{name: spec}</code> as it stands in {@code $group}. */
  Accumulator parse(String name, BsonValue spec, ParseScope scope);
}
