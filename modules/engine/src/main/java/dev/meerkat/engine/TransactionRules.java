package dev.meerkat.engine;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommonFields;
import dev.meerkat.spi.command.ReadConcern;
import java.util.Set;

/**
 * What a command of a transaction may ask for, whatever the transaction's state. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/transactions-operations/">Transactions and
 *     operations</a>
 */
final class TransactionRules {
  private static final Set<String> ENDS = Set.of("commitTransaction", "abortTransaction");

  /** It is addressed to admin, and writes elsewhere. */
  private static final String BULK_WRITE = "bulkWrite";

  private static final Set<String> OWN_DATABASES = Set.of("admin", "config", "local");

  private TransactionRules() {}

  /**
   * @throws ServerException 20 on a standalone server, 72, 263
   */
  static void check(String database, String command, CommonFields common, EngineOptions options) {
    if (!options.isReplicaSet()) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION,
          "Transaction numbers are only allowed on a replica set member or mongos");
    }
    if (common.startTransaction() && command.equals("killCursors")) {
      throw new ServerException(
          ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION,
          "Cannot run killCursors as the first operation of a transaction.");
    }
    boolean ends = ENDS.contains(command);
    if (!ends && !command.equals(BULK_WRITE) && OWN_DATABASES.contains(database)) {
      throw new ServerException(
          ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION,
          "Cannot run command against the '" + database + "' database in a transaction.");
    }
    if (!ends && common.writeConcern().isGiven()) {
      throw options("writeConcern is not allowed within a multi-statement transaction");
    }
    ReadConcern concern = common.readConcern();
    if (!common.startTransaction()
        && (concern.isGiven() || concern.afterClusterTime() != 0 || concern.atClusterTime() != 0)) {
      throw options("Only the first command in a transaction may specify a readConcern");
    }
    switch (concern.level()) {
      case LOCAL, MAJORITY, SNAPSHOT -> {}
      case AVAILABLE, LINEARIZABLE ->
          throw options(
              "The readConcern level must be either 'local' (default), 'majority' or 'snapshot' in"
                  + " order to run in a transaction");
    }
  }

  private static ServerException options(String message) {
    return new ServerException(ErrorCode.INVALID_OPTIONS, message);
  }
}
