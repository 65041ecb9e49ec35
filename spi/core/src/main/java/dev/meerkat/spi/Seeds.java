package dev.meerkat.spi;

import java.util.UUID;
import org.bson.types.ObjectId;

/**
 * The only source of randomness and of fresh identifiers: code that needs one is given one of
 * these, so that a run can be replayed. Threads: safe.
 */
public interface Seeds {
  long nextLong();

  /** From 0 (inclusive) to 1 (exclusive). */
  double nextDouble();

  ObjectId newObjectId();

  UUID newUuid();
}
