package dev.meerkat.engine;

import dev.meerkat.spi.command.CommonFields;
import dev.meerkat.spi.command.ReadConcern;
import dev.meerkat.spi.command.WriteConcern;
import java.util.List;
import org.bson.BsonInt32;

/** The common fields of the server's own operations. Threads: immutable. */
final class InternalFields {
  /** Acknowledged by this server alone, without a wait for the disk. */
  static final CommonFields COMMON =
      new CommonFields(
          null,
          -1,
          List.of(),
          true,
          false,
          ReadConcern.NONE,
          new WriteConcern(new BsonInt32(1), true, false, false, 0, true),
          0,
          null,
          null,
          false,
          false,
          0,
          null);

  private InternalFields() {}
}
