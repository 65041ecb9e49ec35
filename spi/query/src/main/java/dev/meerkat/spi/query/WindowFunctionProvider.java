package dev.meerkat.spi.query;

import java.util.Set;
import org.bson.BsonValue;

/** Brings window functions; found by {@link java.util.ServiceLoader}. Threads: immutable. */
public interface WindowFunctionProvider {
  /** Wire names, each with its {@code $}. A name claimed twice is refused at start. */
  Set<String> names();

  /**
   * Parses <code>{name: spec, window: …}</code> as it stands in the {@code output} of {@code
   * $setWindowFields}. Whoever takes a window asks for {@link WindowScope#bounds}, whoever takes
   * none calls {@link WindowScope#refuseWindow}.
   */
  WindowFunction parse(String name, BsonValue spec, WindowScope scope);
}
