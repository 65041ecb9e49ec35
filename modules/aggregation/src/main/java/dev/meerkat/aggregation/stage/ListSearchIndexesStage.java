package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;

/**
 * Lists search indexes, which only Atlas has: refused as by any server without Atlas. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/listSearchIndexes/">$listSearchIndexes</a>
 */
public final class ListSearchIndexesStage {
  private ListSearchIndexesStage() {}

  /** The refusal of the stage and of the commands that manage search indexes. */
  public static ServerException notEnabled() {
    return new ServerException(
        ErrorCode.SEARCH_NOT_ENABLED,
        "Using Atlas Search Database Commands and the $listSearchIndexes aggregation stage requires"
            + " additional configuration. Please connect to Atlas or an AtlasCLI local deployment"
            + " to enable. For more information on how to connect, see"
            + " https://dochub.mongodb.org/core/atlas-cli-deploy-local-reqs.");
  }
}
