package dev.meerkat.server;

import dev.meerkat.spi.command.CommonFields;
import java.util.List;

/**
 * What a reply says about trying again what has failed. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/retryable-writes/">Retryable writes</a>
 */
final class ErrorLabels {
  private static final List<String> RETRYABLE_WRITE = List.of("RetryableWriteError");
  private static final List<String> TRANSIENT_TRANSACTION = List.of("TransientTransactionError");

  private ErrorLabels() {}

  /**
   * The labels that follow from the codes of a failure.
   *
   * @param code what the command failed with, or 0
   * @param writeConcernCode what its write concern failed with, or 0
   * @param command the command's name
   */
  static List<String> of(int code, int writeConcernCode, String command, CommonFields common) {
    if (common.transactionNumber() < 0) {
      return List.of();
    }
    boolean ends = command.equals("commitTransaction") || command.equals("abortTransaction");
    if (common.isInTransaction() && isTransient(code, writeConcernCode != 0, ends)) {
      return TRANSIENT_TRANSACTION;
    }
    boolean numbered = ends || !common.isInTransaction();
    return numbered && (isRetryable(code) || isRetryable(writeConcernCode))
        ? RETRYABLE_WRITE
        : List.of();
  }

  /** Whether the whole transaction may be tried again, since nothing of it remains. */
  private static boolean isTransient(int code, boolean isConcernUnmet, boolean ends) {
    return switch (code) {
      case 24, 112, 150, 239, 246, 249, 250, 267, 272, 343, 13388 -> true;
      // What could not be found may have been committed, and be on its way to the others.
      case 251 -> !ends || !isConcernUnmet;
      case 358 -> false;
      default -> !ends && isRetryable(code);
    };
  }

  /** MongoDB's category RetriableError: what was in the way is soon over. */
  static boolean isRetryable(int code) {
    return switch (code) {
      case 6, 7, 89, 91, 134, 189, 262, 358, 402, 406, 407, 412, 453, 462 -> true;
      case 9001, 10107, 11600, 11602, 13435, 13436, 50915, 91331 -> true;
      default -> false;
    };
  }

  /** MongoDB's category NotPrimaryError: the node that was asked does not take writes. */
  static boolean isNotPrimary(int code) {
    return switch (code) {
      case 189, 10107, 11602, 13435, 13436 -> true;
      default -> false;
    };
  }
}
