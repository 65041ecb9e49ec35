package dev.meerkat.server;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.MustWait;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.failpoint.CommandFailure;
import dev.meerkat.engine.failpoint.FailPoint;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ServerException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One command at work within its operation: it is run, or failed where a fail point asks for that,
 * and all of its reply is written. Threads: confined to one operation.
 */
final class CommandRun {
  private static final byte[] OK = BsonBytes.nameBytes("ok");
  private static final String WRITE_CONCERN_ERROR = "writeConcernError";

  private final Operation operation;
  private final Call call;
  private final Failures failures;

  /** The fail point to ask, or null where nobody has to. */
  private final @Nullable FailPoint point;

  /** What a test wants in place of all error labels, or null. */
  private @Nullable List<String> labels;

  private int writeConcernCode;

  /**
   * @param mayBeFailed whether fail points are asked
   */
  CommandRun(
      Engine engine, Operation operation, Call call, Failures failures, boolean mayBeFailed) {
    FailPoint failCommand = engine.failPoints().failCommand();
    this.operation = operation;
    this.call = call;
    this.failures = failures;
    this.point = mayBeFailed && failCommand.isOn() ? failCommand : null;
  }

  /** What becomes of a command. */
  enum End {
    /** The reply says {@code ok: 1}, whatever else it says. */
    DONE,
    /** The reply says {@code ok: 0}. */
    FAILED,
    /** The client loses its connection instead of getting a reply. */
    HUNG_UP
  }

  /**
   * Runs the command and writes its reply.
   *
   * @throws MustWait the operation is not to wait, and would have to: nothing has been done
   */
  End run(DocumentBuilder reply) {
    boolean done = false;
    boolean ran = false;
    try {
      failIfAsked();
      if (!operation.hangsUp()) {
        operation.start();
        ran = true;
        call.command().run(call.request(), operation, reply);
        complete(reply);
        done = true;
      }
    } catch (MustWait e) {
      throw e;
    } catch (RuntimeException | Error cause) {
      if (ran) {
        operation.failed();
      }
      BsonValue unmet = ran ? injectedWriteConcernError() : null;
      failures.write(reply, cause, call, labels, writeConcernCode);
      if (unmet != null) {
        reply.append(WRITE_CONCERN_ERROR, unmet);
      }
    }
    if (operation.hangsUp()) {
      return End.HUNG_UP;
    }
    operation.engine().profiler().note(operation, call.request(), reply);
    return done ? End.DONE : End.FAILED;
  }

  /** Does what failCommand asks for before a command runs: waits, then hangs up or throws. */
  private void failIfAsked() {
    if (point == null) {
      return;
    }
    // What it asks for is done once: not here, if it might be to wait.
    operation.interruption().beforeWaiting();
    CommandFailure failure =
        CommandFailure.before(
            point, call.command().schema(), call.request().namespace(), operation.connection());
    if (failure == null) {
      return;
    }
    labels = failure.labels();
    operation.interruption().sleep(failure.blockMillis());
    if (failure.closesConnection()) {
      operation.hangUp();
      return;
    }
    ServerException error = failure.error();
    if (error != null) {
      throw error;
    }
    // The time that the operation has been blocked counts as its own.
    operation.interruption().check();
  }

  private void complete(DocumentBuilder reply) {
    BsonValue unmet = injectedWriteConcernError();
    if (unmet != null) {
      reply.append(WRITE_CONCERN_ERROR, unmet);
    } else if (call.command().writes(call.request())) {
      Acknowledgement.write(operation, reply);
    }
    if (call.isHello()) {
      Handshake.writeCompression(call.request().body(), reply);
    }
    if (labels != null || writeConcernCode != 0) {
      ErrorReply.writeLabels(reply, labels == null ? ownLabels() : labels);
    }
    if (!reply.contains(OK)) {
      reply.appendDouble(OK, 1);
    }
  }

  private List<String> ownLabels() {
    return ErrorLabels.of(0, writeConcernCode, call.name(), call.request().common());
  }

  /** What failCommand wants in place of waiting for the write concern, or null. */
  private @Nullable BsonValue injectedWriteConcernError() {
    if (point == null || !call.command().schema().takesWriteConcern()) {
      return null;
    }
    CommandFailure failure =
        CommandFailure.instead(
            point, call.command().schema(), call.request().namespace(), operation.connection());
    if (failure == null) {
      return null;
    }
    labels = failure.labels() == null ? labels : failure.labels();
    BsonValue error = failure.writeConcernError();
    writeConcernCode =
        error instanceof BsonDocument document && document.get("code") instanceof BsonNumber code
            ? code.intValue()
            : 0;
    return error;
  }
}
