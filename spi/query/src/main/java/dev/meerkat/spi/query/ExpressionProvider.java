package dev.meerkat.spi.query;

import java.util.Set;
import org.bson.BsonValue;

/** Brings expression operators; found by {@link java.util.ServiceLoader}. Threads: immutable. */
public interface ExpressionProvider {
  /** Wire names, each with its {@code $}. A name claimed twice is refused at start. */
  Set<String> names();

  /**
   * Parses <code>{name: spec}</code>.
   *
   * @throws dev.meerkat.spi.ServerException the spec is wrong, with MongoDB's code for it
   */
  Expression parse(String name, BsonValue spec, ParseScope scope);
}
