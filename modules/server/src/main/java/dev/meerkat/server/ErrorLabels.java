package dev.meerkat.server;

import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommonFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a failed command's reply says about trying again. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/method/db.collection.insertOne/">Retryable
 *     writes</a>
 */
final class ErrorLabels {
  static final String RETRYABLE_WRITE = "RetryableWriteError";
  static final String TRANSIENT_TRANSACTION = "TransientTransactionError";

  private ErrorLabels() {}

  /**
   * The labels that the failure itself carries, and those that follow from its code.
   *
   * @param command the command's name
   * @param common its common fields, or null where they could not be read
   */
  static List<String> of(ServerException failure, String command, @Nullable CommonFields common) {
    if (common == null || common.transactionNumber() < 0) {
      return failure.labels();
    }
    List<String> labels = new ArrayList<>(failure.labels());
    boolean ends = command.equals("commitTransaction") || command.equals("abortTransaction");
    int code = failure.code().number();
    if (common.isInTransaction() && isTransient(code, ends)) {
      add(labels, TRANSIENT_TRANSACTION);
    }
    if ((ends || !common.isInTransaction()) && isRetryable(code)) {
      add(labels, RETRYABLE_WRITE);
    }
    return labels;
  }

  /** Whether the whole transaction may be tried again. */
  private static boolean isTransient(int code, boolean ends) {
    return switch (code) {
      case 24, 112, 246, 251, 267 -> true;
      default -> !ends && isRetryable(code);
    };
  }

  /** Whether the server was in no state to write, and may be soon. */
  static boolean isRetryable(int code) {
    return switch (code) {
      case 6, 7, 89, 91, 134, 189, 262, 358, 9001, 10107, 11600, 11602, 13435, 13436 -> true;
      default -> false;
    };
  }

  private static void add(List<String> labels, String label) {
    if (!labels.contains(label)) {
      labels.add(label);
    }
  }
}
