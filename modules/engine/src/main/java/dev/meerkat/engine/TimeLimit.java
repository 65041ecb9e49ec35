package dev.meerkat.engine;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.command.CommonFields;
import java.util.Set;

/**
 * How long a command may take. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/cluster-parameters/defaultMaxTimeMS/">
 *     defaultMaxTimeMS</a>
 */
final class TimeLimit {
  /** The commands that {@code defaultMaxTimeMS.readOperations} bounds. */
  private static final Set<String> TIMED_READS =
      Set.of("aggregate", "count", "dbHash", "distinct", "find");

  private static final byte[] MAX_TIME = BsonBytes.nameBytes("maxTimeMS");

  private TimeLimit() {}

  /** What the client says, and where it says nothing of a read, the cluster's default. */
  static long millis(Engine engine, String command, DocumentView body, CommonFields common) {
    long standard = engine.clusterParameters().defaultMaxTimeMillis();
    boolean silent =
        standard > 0
            && common.maxTimeMillis() == 0
            && TIMED_READS.contains(command)
            && !common.isInTransaction()
            && body.find(MAX_TIME) < 0;
    return silent ? standard : common.maxTimeMillis();
  }
}
