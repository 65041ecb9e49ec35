package dev.meerkat.engine.failpoint;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.ServerException;
import java.util.List;

/** The fail points of one server. Threads: safe. */
public final class FailPoints {
  private final FailPoint disablePipelineOptimization;
  private final FailPoint failCommand;
  private final FailPoint failGetMoreAfterCursorCheckout;
  private final FailPoint onPrimaryTransactionalWrite;

  public FailPoints(Seeds seeds) {
    disablePipelineOptimization = new FailPoint("disablePipelineOptimization", seeds);
    failCommand = new FailPoint("failCommand", seeds);
    failGetMoreAfterCursorCheckout = new FailPoint("failGetMoreAfterCursorCheckout", seeds);
    onPrimaryTransactionalWrite = new FailPoint("onPrimaryTransactionalWrite", seeds);
  }

  /** Whether pipelines run as they are written: stage by stage, over all documents. */
  public FailPoint disablePipelineOptimization() {
    return disablePipelineOptimization;
  }

  /** Asked for each command before it runs, and again for its write concern. */
  public FailPoint failCommand() {
    return failCommand;
  }

  /** Asked by getMore when it has its cursor. */
  public FailPoint failGetMoreAfterCursorCheckout() {
    return failGetMoreAfterCursorCheckout;
  }

  /** Asked in the turn of a retryable write, before its commit. */
  public FailPoint onPrimaryTransactionalWrite() {
    return onPrimaryTransactionalWrite;
  }

  /**
   * The fail point of that name.
   *
   * @throws ServerException 266 for a name that none has
   */
  public FailPoint require(String name) {
    for (FailPoint point :
        List.of(
            disablePipelineOptimization,
            failCommand,
            failGetMoreAfterCursorCheckout,
            onPrimaryTransactionalWrite)) {
      if (point.name().equals(name)) {
        return point;
      }
    }
    throw new ServerException(ErrorCode.FAIL_POINT_SET_FAILED, name + " not found");
  }
}
