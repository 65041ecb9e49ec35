package dev.meerkat.engine.cursor;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.session.Session;
import dev.meerkat.engine.session.SessionKey;
import dev.meerkat.engine.transaction.Transaction;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.ApiParameters;
import org.jspecify.annotations.Nullable;

/** Who may have the next batch of a cursor: whose it is. Threads: stateless. */
final class CursorAccess {
  private CursorAccess() {}

  /**
   * Checks that an operation may have a cursor's next batch.
   *
   * @throws ServerException 13 for another namespace or user, 50736 to 50738 for another session,
   *     50740 and 50741 for another transaction, 347 for another API, 2 for a time limit that would
   *     not be one
   */
  static void check(Operation operation, OpenCursor cursor, GetMoreRequest request) {
    if (!cursor.namespace().equals(request.namespace())) {
      throw new ServerException(
          ErrorCode.UNAUTHORIZED,
          "Requested getMore on namespace '"
              + request.namespace()
              + "', but cursor belongs to a different namespace "
              + cursor.namespace());
    }
    if (!cursor.user().equals(operation.connection().user())) {
      throw new ServerException(
          ErrorCode.UNAUTHORIZED,
          "cursor id " + cursor.id() + " was not created by the authenticated user");
    }
    checkSession(operation.session(), cursor);
    checkTransaction(operation, cursor);
    ApiParameters api = operation.common().api();
    if (!api.equals(cursor.api())) {
      throw new ServerException(
          ErrorCode.API_MISMATCH_ERROR,
          "API parameter mismatch: getMore used params "
              + api
              + ", the cursor-creating command used "
              + cursor.api());
    }
    if (request.maxAwaitMillis() >= 0 && !cursor.traits().awaitData()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "cannot set maxTimeMS on getMore command for a non-awaitData cursor");
    }
  }

  private static void checkSession(@Nullable Session session, OpenCursor cursor) {
    SessionKey owner = cursor.session();
    if (owner == null && session != null) {
      throw new ServerException(
          ErrorCode.location(50736),
          "Cannot run getMore on cursor "
              + cursor.id()
              + ", which was not created in a session, in session "
              + session.key().id());
    }
    if (owner != null && session == null) {
      throw new ServerException(
          ErrorCode.location(50737),
          "Cannot run getMore on cursor "
              + cursor.id()
              + ", which was created in session "
              + owner.id()
              + ", without an lsid");
    }
    if (owner != null && session != null && !owner.equals(session.key())) {
      throw new ServerException(
          ErrorCode.location(50738),
          "Cannot run getMore on cursor "
              + cursor.id()
              + ", which was created in session "
              + owner.id()
              + ", in session "
              + session.key().id());
    }
  }

  private static void checkTransaction(Operation operation, OpenCursor cursor) {
    ReadPoint reader = cursor.execution().readPoint();
    Transaction own = operation.transaction();
    if (own != null && !reader.equals(own)) {
      throw new ServerException(
          ErrorCode.location(50740),
          "Cannot run getMore on cursor "
              + cursor.id()
              + ", which was not created in transaction "
              + own.number());
    }
    if (own == null && reader instanceof Transaction other) {
      throw new ServerException(
          ErrorCode.location(50741),
          "Cannot run getMore on cursor "
              + cursor.id()
              + ", which was created in transaction "
              + other.number()
              + ", without a txnNumber");
    }
  }
}
