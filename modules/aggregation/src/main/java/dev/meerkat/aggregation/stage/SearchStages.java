package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;

/**
 * The stages that a search server beside the database answers: refused as by any server without
 * one. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/search/">$search</a>
 */
final class SearchStages {
  private SearchStages() {}

  static ServerException notEnabled() {
    return new ServerException(
        ErrorCode.SEARCH_NOT_ENABLED,
        "Using $search and $vectorSearch aggregation stages requires additional configuration."
            + " Please connect to Atlas or an AtlasCLI local deployment to enable. For more"
            + " information on how to connect, see"
            + " https://dochub.mongodb.org/core/atlas-cli-deploy-local-reqs.");
  }
}
