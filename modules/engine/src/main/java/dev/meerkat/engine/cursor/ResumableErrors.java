package dev.meerkat.engine.cursor;

import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The failures of a change stream after which another one may go on where it stopped. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/changeStreams/#resume-a-change-stream">Resume a
 *     change stream</a>
 */
final class ResumableErrors {
  private static final String LABEL = "ResumableChangeStreamError";

  /** Failures of the network and of elections, and those that pass by themselves. */
  private static final Set<Integer> CODES =
      Set.of(
          6, 7, 63, 89, 91, 133, 134, 150, 175, 189, 234, 262, 358, 9001, 10107, 11600, 11602,
          13388, 13435, 13436);

  private ResumableErrors() {}

  /** The failure as a change stream answers it. */
  static ServerException ofStream(ServerException failure) {
    if (!CODES.contains(failure.code().number()) || failure.labels().contains(LABEL)) {
      return failure;
    }
    List<String> labels = new ArrayList<>(failure.labels());
    labels.add(LABEL);
    return new ServerException(failure.code(), failure.text(), failure.details(), labels);
  }
}
