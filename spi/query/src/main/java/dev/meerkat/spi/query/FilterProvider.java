package dev.meerkat.spi.query;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Brings filter operators; found by {@link java.util.ServiceLoader}. Threads: immutable. */
public interface FilterProvider {
  /** Wire names, each with its {@code $}. A name claimed twice is refused at start. */
  Set<String> names();

  /**
   * Parses <code>{name: spec}</code> at the top of a filter, as {@code $or} and {@code $expr}
   * stand.
   */
  default Filter parseTop(String name, BsonValue spec, ParseScope scope) {
    throw new ServerException(ErrorCode.BAD_VALUE, "unknown top level operator: " + name);
  }

  /**
   * Parses <code>{path: {name: spec, …}}</code>.
   *
   * @param siblings all operators that stand beside this one, itself included ({@code $options}
   *     belongs to {@code $regex})
   */
  default Filter parseOnPath(
      String path, String name, BsonValue spec, BsonDocument siblings, ParseScope scope) {
    throw new ServerException(ErrorCode.BAD_VALUE, "unknown operator: " + name);
  }
}
